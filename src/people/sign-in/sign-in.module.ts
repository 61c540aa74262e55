import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConsentModule } from '#people/consent';
import { SessionsModule } from '#people/sessions';
import { UsersModule } from '#people/users';
import { AuthenticationModule } from '#registry/authentication';
import { ClientsModule } from '#registry/clients';
import { IdentityProvidersModule } from '#registry/identity-providers';
import { ResourcesModule } from '#registry/resources';
import { AccountChoiceController } from './account-choice.controller.js';
import { InteractionController } from './interaction.controller.js';
import { InteractionEntity } from './interaction.entity.js';
import { InteractionPages } from './interaction-pages.js';
import { Interactions } from './interactions.js';
import { NewPasswordController } from './new-password.controller.js';
import { PageClients } from './page-clients.js';
import { HomeRealms } from './home-realms.js';
import { IdentifierFirst } from './identifier-first.js';
import { Newcomers } from './newcomers.js';
import { PageOffers } from './page-offers.js';
import { AskedFactors } from './asked-factors.js';
import { EnrolmentController } from './enrolment.controller.js';
import { FactorLimits } from './factor-limits.js';
import { Floors } from './floors.js';
import { ExpectedPeople } from './expected-people.js';
import { Outcomes } from './outcomes.js';
import { Proofs } from './proofs.js';
import { UserAuthenticatorsController } from './authenticators/admin/user-authenticators.controller.js';
import { PersonAuthenticators } from './authenticators/person-authenticators.js';
import { Journeys } from './journeys.js';
import { Reauthentication } from './reauthentication.js';
import { SignIn } from './sign-in.js';
import { SignInJournal } from './sign-in-journal.js';
import { SignInController } from './sign-in.controller.js';
import { SignInPages } from './sign-in-pages.js';
import { PendingEnrolments } from './methods/pending-enrolments.js';
import { SignInMethods } from './methods/sign-in-methods.js';
import { CeremonyChallenges } from './methods/passkey/ceremony-challenges.js';
import { PasskeyCeremonies } from './methods/passkey/passkey-ceremonies.js';
import { PasskeyEnrolment } from './methods/passkey/passkey-enrolment.js';
import { PasskeyEntity } from './methods/passkey/passkey.entity.js';
import { PasskeyMethod } from './methods/passkey/passkey.method.js';
import { PasskeyRequests } from './methods/passkey/passkey-requests.js';
import { Passkeys } from './methods/passkey/passkeys.js';
import { SecurityKeyMethod } from './methods/passkey/security-key.method.js';
import { PasswordMethod } from './methods/password/password.method.js';
import { PasswordStrategy } from './methods/password/password.strategy.js';
import { RecoveryCodeEnrolment } from './methods/recovery-code/recovery-code.enrolment.js';
import { RecoveryCodeEntity } from './methods/recovery-code/recovery-code.entity.js';
import { RecoveryCodeMethod } from './methods/recovery-code/recovery-code.method.js';
import { RecoveryCodeStrategy } from './methods/recovery-code/recovery-code.strategy.js';
import { RecoveryCodes } from './methods/recovery-code/recovery-codes.js';
import { BackchannelLogoutController } from './methods/upstream/backchannel-logout.controller.js';
import { UpstreamLogout } from './methods/upstream/upstream-logout.js';
import { UpstreamLogoutTokens } from './methods/upstream/upstream-logout-tokens.js';
import { AccountLinking } from './methods/upstream/account-linking.js';
import { Identities } from './methods/upstream/identities.js';
import { IdentityEntity } from './methods/upstream/identity.entity.js';
import { LastProvider } from './methods/upstream/last-provider.js';
import { LinkedAccounts } from './methods/upstream/linked-accounts.js';
import { WaysIn } from './methods/upstream/ways-in.js';
import { UpstreamClient } from './methods/upstream/upstream-client.js';
import { UpstreamController } from './methods/upstream/upstream.controller.js';
import { UpstreamMethod } from './methods/upstream/upstream.method.js';
import { UpstreamPeople } from './methods/upstream/upstream-people.js';
import { UpstreamProofs } from './methods/upstream/upstream-proofs.js';
import { UpstreamStrategy } from './methods/upstream/upstream.strategy.js';
import { UpstreamVisits } from './methods/upstream/upstream-visits.js';
import { Proving } from './proving.js';
import { RepeatedForms } from './repeated-forms.js';
import { TotpAuthenticatorEntity } from './methods/totp/totp-authenticator.entity.js';
import { TotpAuthenticators } from './methods/totp/totp-authenticators.js';
import { TotpEnrolment } from './methods/totp/totp.enrolment.js';
import { TotpMethod } from './methods/totp/totp.method.js';
import { TotpStrategy } from './methods/totp/totp.strategy.js';

@Module({
  imports: [
    AuthenticationModule,
    ClientsModule,
    ConsentModule,
    DiscoveryModule,
    PassportModule,
    IdentityProvidersModule,
    ResourcesModule,
    SessionsModule,
    TypeOrmModule.forFeature([
      IdentityEntity,
      InteractionEntity,
      PasskeyEntity,
      TotpAuthenticatorEntity,
      RecoveryCodeEntity,
    ]),
    UsersModule,
  ],
  controllers: [
    AccountChoiceController,
    EnrolmentController,
    InteractionController,
    NewPasswordController,
    SignInController,
    UpstreamController,
    BackchannelLogoutController,
    UserAuthenticatorsController,
  ],
  providers: [
    AskedFactors,
    FactorLimits,
    Floors,
    HomeRealms,
    IdentifierFirst,
    InteractionPages,
    Interactions,
    Journeys,
    Newcomers,
    Outcomes,
    PageClients,
    PageOffers,
    PendingEnrolments,
    PersonAuthenticators,
    Proofs,
    Proving,
    RepeatedForms,
    ExpectedPeople,
    Reauthentication,
    SignIn,
    SignInJournal,
    SignInMethods,
    SignInPages,
    // The ways to sign in, in the order in which pages show them.
    PasswordMethod,
    PasswordStrategy,
    TotpMethod,
    TotpAuthenticators,
    TotpEnrolment,
    TotpStrategy,
    RecoveryCodeMethod,
    RecoveryCodeEnrolment,
    RecoveryCodes,
    RecoveryCodeStrategy,
    PasskeyMethod,
    SecurityKeyMethod,
    CeremonyChallenges,
    PasskeyCeremonies,
    PasskeyEnrolment,
    PasskeyRequests,
    Passkeys,
    UpstreamMethod,
    AccountLinking,
    Identities,
    LastProvider,
    LinkedAccounts,
    WaysIn,
    UpstreamClient,
    UpstreamLogout,
    UpstreamLogoutTokens,
    UpstreamPeople,
    UpstreamProofs,
    UpstreamStrategy,
    UpstreamVisits,
  ],
  exports: [
    Floors,
    Interactions,
    Newcomers,
    PersonAuthenticators,
    PageClients,
    Reauthentication,
    SignIn,
    SignInMethods,
    AccountLinking,
    LinkedAccounts,
    UpstreamLogout,
  ],
})
export class SignInModule {}
