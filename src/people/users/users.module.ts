import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClaimsModule } from '#registry/claims';
import { ClientsModule } from '#registry/clients';
import { AuthenticationModule } from '#registry/authentication';
import { GroupsModule } from '#registry/groups';
import { IdentityProvidersModule } from '#registry/identity-providers';
import { RoleAssignmentEntity, RolesModule } from '#registry/roles';
import { Addresses } from './addresses/addresses.js';
import { SecurityNotices } from './addresses/notices.js';
import { Rescue } from './addresses/rescue.js';
import { BreachedSignIns } from './credentials/breached-sign-ins.js';
import { BreachedPasswords } from './credentials/breached-passwords.js';
import { AuthenticatorReset } from './credentials/authenticator-reset.js';
import { SecondFactorDuty } from './credentials/second-factor-duty.js';
import { SecondFactors } from './credentials/second-factors.js';
import { FirstAdmin } from './credentials/first-admin.js';
import { GuessingLimits } from './credentials/guessing-limits.js';
import { MailBudgets } from './credentials/mail-budgets.js';
import { KnownDevices } from './credentials/known-devices.js';
import { PasswordLinks } from './credentials/password-links.js';
import { PasswordRules } from './credentials/password-rules.js';
import { PasswordMails } from './credentials/password-mails.js';
import { PasswordChange } from './credentials/password-change.js';
import { Recovery } from './credentials/recovery.js';
import { PasswordSignIn } from './credentials/password-sign-in.js';
import { GroupMembersController } from './memberships/group-members.controller.js';
import { MembershipEntity } from './memberships/membership.entity.js';
import { Memberships } from './memberships/memberships.js';
import { OrphanedMemberships } from './provisioning/orphaned-memberships.js';
import { ProvidedGroups } from './provisioning/provided-groups.js';
import { ProvisionedPeople } from './provisioning/provisioned-people.js';
import { PowerHolders } from './role-holders/power-holders.js';
import { RoleHolders } from './role-holders/role-holders.js';
import { RoleUsersController } from './role-holders/role-users.controller.js';
import { UserDataController } from './admin/user-data.controller.js';
import { OwnProfiles } from './own-account/own-profiles.js';
import { OwnAccount } from './own-account/own-account.js';
import { PersonalData } from './personal-data.js';
import { UserAdministration } from './admin/user-administration.js';
import { UserInvitations } from './admin/user-invitations.js';
import { UserRules } from './admin/user-rules.js';
import { UserUnlocking } from './admin/user-unlocking.js';
import { UsersController } from './admin/users.controller.js';
import { UserImport } from './import/user-import.js';
import { UserImportController } from './import/user-import.controller.js';
import { UserSubjects } from './import/user-subjects.js';
import { UserApprovalsController } from './admin/user-approvals.controller.js';
import { Approvals } from './sign-up/approvals.js';
import { SignUp } from './sign-up/sign-up.js';
import { SignUpCeilings } from './sign-up/sign-up-ceilings.js';
import { SignUpMails } from './sign-up/sign-up-mails.js';
import { SignUpRequests } from './sign-up/sign-up-requests.js';
import { SignUpTerms } from './sign-up/sign-up-terms.js';
import { UserAggregate } from './user.aggregate.js';
import { UserEndings } from './user-endings.js';
import { UserRemains } from './user-remains.js';
import { UserNames } from './user-names.js';
import { LastSignIns } from './search/last-sign-ins.js';
import { UserTermEntity } from './search/user-term.entity.js';
import { UserEntity } from './user.entity.js';
import { UserRepository } from './user.repository.js';

@Module({
  imports: [
    ClaimsModule,
    ClientsModule,
    AuthenticationModule,
    GroupsModule,
    IdentityProvidersModule,
    RolesModule,
    TypeOrmModule.forFeature([
      ...[MembershipEntity, RoleAssignmentEntity, UserEntity, UserTermEntity],
    ]),
  ],
  controllers: [
    GroupMembersController,
    RoleUsersController,
    UserApprovalsController,
    UserDataController,
    UserImportController,
    UsersController,
  ],
  providers: [
    Addresses,
    Approvals,
    AuthenticatorReset,
    BreachedPasswords,
    BreachedSignIns,
    SecondFactorDuty,
    SecondFactors,
    FirstAdmin,
    GuessingLimits,
    LastSignIns,
    KnownDevices,
    MailBudgets,
    Memberships,
    OrphanedMemberships,
    OwnAccount,
    OwnProfiles,
    PasswordChange,
    PersonalData,
    PasswordLinks,
    PasswordMails,
    PasswordRules,
    PasswordSignIn,
    ProvidedGroups,
    ProvisionedPeople,
    Recovery,
    Rescue,
    PowerHolders,
    RoleHolders,
    SecurityNotices,
    SignUp,
    SignUpCeilings,
    SignUpMails,
    SignUpRequests,
    SignUpTerms,
    UserAdministration,
    UserAggregate,
    UserImport,
    UserSubjects,
    UserEndings,
    UserRemains,
    UserInvitations,
    UserNames,
    UserRepository,
    UserRules,
    UserUnlocking,
  ],
  exports: [
    BreachedSignIns,
    Addresses,
    AuthenticatorReset,
    SecondFactorDuty,
    SecondFactors,
    FirstAdmin,
    KnownDevices,
    OwnAccount,
    OwnProfiles,
    PasswordChange,
    PersonalData,
    PasswordLinks,
    PasswordRules,
    PasswordSignIn,
    MailBudgets,
    ProvidedGroups,
    ProvisionedPeople,
    Recovery,
    Rescue,
    SignUp,
    SignUpRequests,
    SignUpTerms,
    UserEndings,
    UserNames,
    UserRepository,
  ],
})
export class UsersModule {}
