import { readdirSync } from 'node:fs';
import { type Look, type Page, PLAIN_LOOK } from '#platform/http';
import type { Spoken } from '#platform/texts';
import {
  applicationsPage,
  dataPage,
  linkedPage,
  profilePage,
  securityPage,
  sessionsPage,
} from '../../../src/endpoints/account/page/account.pages.js';
import { authenticatorPage } from '../../../src/endpoints/account/page/authenticator.page.js';
import { emailPage } from '../../../src/endpoints/account/page/account-email.controller.js';
import {
  emailLinkDonePage,
  emailLinkPage,
} from '../../../src/endpoints/account/email-link/email-link.page.js';
import { welcomePage } from '../../../src/endpoints/account/page/welcome.controller.js';
import { departurePage } from '../../../src/endpoints/authorize/departure.js';
import { formPostPage } from '../../../src/endpoints/authorize/response-modes/form-post.mode.js';
import {
  attentionPage,
  deskClientPage,
  deskEventsPage,
  findPage,
  personActionPage,
  personPage,
} from '../../../src/endpoints/desk/desk.pages.js';
import {
  deviceConfirmPage,
  deviceDonePage,
  devicePage,
} from '../../../src/endpoints/device/device.page.js';
import {
  passwordLinkDonePage,
  passwordLinkPage,
} from '../../../src/endpoints/account/password-link/password-link.controller.js';
import {
  recoverPage,
  recoverSentPage,
} from '../../../src/endpoints/account/recover/recover.controller.js';
import {
  signUpConfirmPage,
  signUpDonePage,
  signUpPage,
  signUpSentPage,
} from '../../../src/endpoints/account/sign-up/sign-up.pages.js';
import { problemsPage } from '../../../src/endpoints/docs/problems.controller.js';
import { logoutPage, signedOutPage } from '../../../src/endpoints/logout/logout.page.js';
import {
  consentPage,
  loginPage,
  noAccessPage,
  selectAccountPage,
} from '../../../src/people/sign-in/interaction.page.js';
import '../../../src/people/sign-in/methods/password/password.method.js';
import { errorPage } from '../../../src/platform/http/views/error.page.js';

const pages = {
  login: loginPage,
  'select-account': selectAccountPage,
  consent: consentPage,
  'no-access': noAccessPage,
  error: errorPage,
  logout: logoutPage,
  'signed-out': signedOutPage,
  profile: profilePage,
  security: securityPage,
  sessions: sessionsPage,
  applications: applicationsPage,
  authenticator: authenticatorPage,
  data: dataPage,
  linked: linkedPage,
  'form-post': formPostPage,
  departure: departurePage,
  'password-link': passwordLinkPage,
  'password-link-done': passwordLinkDonePage,
  recover: recoverPage,
  'recover-sent': recoverSentPage,
  'sign-up': signUpPage,
  'sign-up-sent': signUpSentPage,
  'sign-up-confirm': signUpConfirmPage,
  'sign-up-done': signUpDonePage,
  email: emailPage,
  'email-link': emailLinkPage,
  'email-link-done': emailLinkDonePage,
  problems: problemsPage,
  welcome: welcomePage,
  device: devicePage,
  'device-confirm': deviceConfirmPage,
  'device-done': deviceDonePage,
  desk: findPage,
  'desk-person': personPage,
  'desk-action': personActionPage,
  'desk-client': deskClientPage,
  'desk-events': deskEventsPage,
  'desk-attention': attentionPage,
};

export type PageName = keyof typeof pages;
export type PageModels = {
  [Name in PageName]: (typeof pages)[Name] extends Page<infer Model> ? Model : never;
};

/** The sign-in page as the password method fills it in. */
export function loginWithPassword(
  client: PageModels['login']['client'],
  { username = '', error }: { username?: string; error?: string } = {},
): PageModels['login'] {
  return {
    ...{ title: 'Sign in', client, scripts: [], csrf: 'csrf-value' },
    cancelAction: '/interaction/1/cancel',
    methods: [
      {
        ...{ id: 'login', action: '/post', part: '_password' },
        ...{ fields: { username }, error, buttons: [{ id: 'login-submit', text: 'Sign in' }] },
      },
    ],
  };
}

export function renderPage<Name extends PageName>(
  name: Name,
  model: PageModels[Name],
  look: Look = PLAIN_LOOK,
): string {
  return (pages[name] as Page<PageModels[Name]>).render(model as Spoken<PageModels[Name]>).in(look);
}

/** The names of all templates that are pages, wherever they lie. */
export const pageTemplates = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .flatMap((path) => /(?:^|\/)([a-z][\w-]*)\.eta$/.exec(path)?.[1] ?? [])
  .sort();
