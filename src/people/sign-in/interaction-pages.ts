import { Injectable } from '@nestjs/common';
import { type Browser, BrowserBinding } from '#platform/http';
import type { Granted } from '#protocol';
import { ScopeWording } from '#registry/resources';
import type { Session } from '#people/sessions';
import type { User } from '#people/users';
import { consentPage, noAccessPage, selectAccountPage } from './interaction.page.js';
import type { Interaction } from './interaction.js';
import { PageClients } from './page-clients.js';
import { hostOf } from './page-parts.js';

/** In the address of the login page: it is for somebody else than who is here. */
export const OTHER = 'other';

/** Who is asked. */
export interface Person {
  readonly user: User;
  readonly session: Session;
}

/** Who is asked for what. */
export interface Approval extends Person {
  readonly clientId: string;
  readonly granted: Granted;
  /** Asked for by name, beside the scope. */
  readonly claims: readonly string[];
  /** Whether the client lets the person in. */
  readonly admitted: boolean;
}

/** The account and the consent page of an interaction. */
@Injectable()
export class InteractionPages {
  constructor(
    private readonly browsers: BrowserBinding,
    private readonly wording: ScopeWording,
    private readonly pageClients: PageClients,
  ) {}

  async selectAccount(
    interaction: Interaction,
    { user, session }: Person,
    browser: Browser,
  ): Promise<void> {
    const { page } = await this.pageClients.shownIn(interaction);
    const document = selectAccountPage.render({
      ...this.form(interaction.uid, 'account', browser, session),
      otherAction: otherAction(interaction),
      client: page,
      user: pageUser(user),
    });
    browser.reads({ person: user.claims.locale });
    browser.show(document, { formLeadsAway: true });
  }

  async consent(
    interaction: Interaction,
    { granted, claims, user, session }: Approval,
    browser: Browser,
  ): Promise<void> {
    const { page, redirectUri } = await this.pageClients.shownIn(interaction);
    // The page says what `offline_access` means in its own words.
    const { scope } = granted;
    const told = granted.only(scope.filter((name) => name !== 'offline_access'));
    const { scopes, resources } = await this.wording.of(told, claims);
    const document = consentPage.render({
      ...this.form(interaction.uid, 'consent', browser, session),
      otherAction: otherAction(interaction),
      client: page,
      user: pageUser(user),
      scopes,
      resources,
      offlineAccess: scope.includes('offline_access'),
      redirectHost: redirectUri === undefined ? '' : hostOf(redirectUri),
    });
    browser.reads({ person: user.claims.locale });
    browser.show(document, { formLeadsAway: true });
  }

  async noAccess(
    interaction: Interaction,
    { user, session }: Person,
    browser: Browser,
  ): Promise<void> {
    const { page } = await this.pageClients.shownIn(interaction);
    const document = noAccessPage.render({
      ...this.form(interaction.uid, 'account', browser, session),
      otherAction: otherAction(interaction),
      client: page,
      user: pageUser(user),
    });
    browser.reads({ person: user.claims.locale });
    browser.show(document, { formLeadsAway: true });
  }

  private form(uid: string, step: 'account' | 'consent', browser: Browser, session: Session) {
    return {
      action: `/interaction/${uid}/${step}`,
      cancelAction: `/interaction/${uid}/cancel`,
      csrf: this.browsers.csrfToken(browser, formOf(uid, session)),
    };
  }
}

const otherAction = ({ uid }: Interaction): string => `/interaction/${uid}/other-account`;

/**
 * What the anti-CSRF token of a page for somebody who is signed in is about. The session is part of
 * it: if somebody else has signed in to this browser meanwhile, the page speaks to the wrong person
 * (attack A29).
 */
export function formOf(uid: string, session: Session | undefined): string {
  return `${uid}|${session?.id ?? ''}`;
}

function pageUser({ claims, username }: User) {
  return { name: claims.name ?? username, username };
}
