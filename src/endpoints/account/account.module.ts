import { Module } from '@nestjs/common';
import { ConsentModule } from '#people/consent';
import { SessionsModule } from '#people/sessions';
import { SignInModule } from '#people/sign-in';
import { UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { GroupsModule } from '#registry/groups';
import { ResourcesModule } from '#registry/resources';
import { TokensModule } from '#tokens';
import { AccountAuthorizationsController } from './api/account-authorizations.controller.js';
import { AccountConsentsController } from './api/account-consents.controller.js';
import { AccountTrustedBrowsersController } from './api/account-trusted-browsers.controller.js';
import { TrustedBrowserFormsController } from './page/account-trusted-browsers.controller.js';
import { AccountSessionsController } from './api/account-sessions.controller.js';
import { ProfileController } from './api/profile.controller.js';
import { LinkForms } from './link-forms.js';
import { OtherSessions } from './other-sessions.js';
import { OwnAccess } from './own-access.js';
import { OwnAuthorizations } from './own-authorizations.js';
import { OwnDeletion } from './own-deletion.js';
import { OwnPassword } from './own-password.js';
import { AccountApplicationsController } from './page/account-applications.controller.js';
import { AccountProfileController } from './page/account-profile.controller.js';
import { AccountSecurityController } from './page/account-security.controller.js';
import { AccountSessionsPageController } from './page/account-sessions.controller.js';
import { Activity } from './page/activity.js';
import { AccountPasswordController } from './page/account-password.controller.js';
import { AccountAuthenticatorsController } from './page/account-authenticators.controller.js';
import { AccountDataController } from './page/account-data.controller.js';
import { AccountLinkedController } from './page/account-linked.controller.js';
import { AccountFrames } from './page/account-frames.js';
import { Notices } from './page/notices.js';
import { SecurityPages } from './page/security-pages.js';
import { SessionForms } from './page/session-forms.js';
import { WelcomeController } from './page/welcome.controller.js';
import { EmailLinkController } from './email-link/email-link.controller.js';
import { AccountEmailController } from './page/account-email.controller.js';
import { RecoverController } from './recover/recover.controller.js';
import { SignUpConfirmController } from './sign-up/sign-up-confirm.controller.js';
import { SignUpController } from './sign-up/sign-up.controller.js';
import { PasswordLinkController } from './password-link/password-link.controller.js';

@Module({
  imports: [
    ClientsModule,
    ConsentModule,
    GroupsModule,
    ResourcesModule,
    SessionsModule,
    SignInModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    WelcomeController,
    AccountProfileController,
    AccountSecurityController,
    AccountSessionsPageController,
    AccountApplicationsController,
    AccountPasswordController,
    AccountAuthenticatorsController,
    AccountDataController,
    AccountLinkedController,
    PasswordLinkController,
    RecoverController,
    SignUpController,
    SignUpConfirmController,
    EmailLinkController,
    AccountEmailController,
    ProfileController,
    AccountSessionsController,
    AccountTrustedBrowsersController,
    TrustedBrowserFormsController,
    AccountAuthorizationsController,
    AccountConsentsController,
  ],
  providers: [
    AccountFrames,
    Activity,
    LinkForms,
    Notices,
    OtherSessions,
    OwnAccess,
    OwnAuthorizations,
    OwnPassword,
    OwnDeletion,
    SecurityPages,
    SessionForms,
  ],
  exports: [Activity],
})
export class AccountModule {}
