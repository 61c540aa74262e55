import { readdirSync } from 'node:fs';
import type { Page } from '#platform/http';
import { accountPage } from '../../../src/endpoints/account/page/account.page.js';
import { welcomePage } from '../../../src/endpoints/account/page/welcome.controller.js';
import { departurePage } from '../../../src/endpoints/authorize/departure.js';
import { formPostPage } from '../../../src/endpoints/authorize/response-modes/form-post.mode.js';
import {
  deviceConfirmPage,
  deviceDonePage,
  devicePage,
} from '../../../src/endpoints/device/device.page.js';
import {
  passwordLinkDonePage,
  passwordLinkPage,
} from '../../../src/endpoints/account/password-link/password-link.controller.js';
import { problemsPage } from '../../../src/endpoints/docs/problems.controller.js';
import { logoutPage, signedOutPage } from '../../../src/endpoints/logout/logout.page.js';
import {
  consentPage,
  loginPage,
  selectAccountPage,
} from '../../../src/people/sign-in/interaction.page.js';
import { errorPage } from '../../../src/platform/http/views/error.page.js';

const pages = {
  login: loginPage,
  'select-account': selectAccountPage,
  consent: consentPage,
  error: errorPage,
  logout: logoutPage,
  'signed-out': signedOutPage,
  account: accountPage,
  'form-post': formPostPage,
  departure: departurePage,
  'password-link': passwordLinkPage,
  'password-link-done': passwordLinkDonePage,
  problems: problemsPage,
  welcome: welcomePage,
  device: devicePage,
  'device-confirm': deviceConfirmPage,
  'device-done': deviceDonePage,
};

export type PageName = keyof typeof pages;
export type PageModels = {
  [Name in PageName]: (typeof pages)[Name] extends Page<infer Model> ? Model : never;
};

export function renderPage<Name extends PageName>(name: Name, model: PageModels[Name]): string {
  return (pages[name] as Page<PageModels[Name]>).render(model);
}

/** The names of all templates that are pages, wherever they lie. */
export const pageTemplates = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .flatMap((path) => /(?:^|\/)([a-z][\w-]*)\.eta$/.exec(path)?.[1] ?? [])
  .sort();
