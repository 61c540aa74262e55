import { Injectable } from '@nestjs/common';
import { type Client, Clients } from '#registry/clients';
import { type Browser, BrowserBinding } from '#platform/http';
import type { Granted } from '#protocol';
import { ScopeWording } from '#registry/resources';
import type { Session } from '#people/sessions';
import type { User } from '#people/users';
import { consentPage, loginPage, selectAccountPage } from './interaction.page.js';
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
}

/** The login, the account and the consent page of an interaction. */
@Injectable()
export class InteractionPages {
  constructor(
    private readonly browsers: BrowserBinding,
    private readonly clients: Clients,
    private readonly wording: ScopeWording,
    private readonly pageClients: PageClients,
  ) {}

  /**
   * @param known the name of who is here, and proves it once more (`prompt=login`)
   * @param failure what to say about a failed attempt, and the status to say it with
   */
  async login(
    interaction: Interaction,
    browser: Browser,
    known: string | undefined,
    failure?: { text: string; status: number; username: string },
  ): Promise<void> {
    const { client, redirectUri } = await this.clientOf(interaction);
    const html = loginPage.render({
      ...this.form(interaction.uid, 'login', browser),
      client: await this.pageClients.of(client, redirectUri),
      username: failure?.username ?? interaction.parameters.get('login_hint') ?? known ?? '',
      error: failure?.text,
    });
    browser.show(html, {
      ...(failure === undefined ? {} : { status: failure.status }),
      formLeadsAway: client !== undefined,
    });
  }

  async selectAccount(
    interaction: Interaction,
    { user, session }: Person,
    browser: Browser,
  ): Promise<void> {
    const { client, redirectUri } = await this.clientOf(interaction);
    const html = selectAccountPage.render({
      ...this.form(interaction.uid, 'account', browser, session),
      otherAction: otherAction(interaction),
      client: await this.pageClients.of(client, redirectUri),
      user: pageUser(user),
    });
    browser.show(html, { formLeadsAway: true });
  }

  async consent(
    interaction: Interaction,
    { granted: { scope }, claims, user, session }: Approval,
    browser: Browser,
  ): Promise<void> {
    const { client, redirectUri } = await this.clientOf(interaction);
    // The page says what `offline_access` means in its own words.
    const { scopes, resources } = await this.wording.of(
      scope.filter((name) => name !== 'offline_access'),
      claims,
    );
    const html = consentPage.render({
      ...this.form(interaction.uid, 'consent', browser, session),
      otherAction: otherAction(interaction),
      client: await this.pageClients.of(client, redirectUri),
      user: pageUser(user),
      scopes,
      resources,
      offlineAccess: scope.includes('offline_access'),
      redirectHost: redirectUri === undefined ? '' : hostOf(redirectUri),
    });
    browser.show(html, { formLeadsAway: true });
  }

  private form(
    uid: string,
    step: 'login' | 'account' | 'consent',
    browser: Browser,
    session?: Session,
  ) {
    const subject = step === 'login' ? uid : formOf(uid, session);
    return {
      action: `/interaction/${uid}/${step}`,
      cancelAction: `/interaction/${uid}/cancel`,
      csrf: this.browsers.csrfToken(browser, subject),
    };
  }

  private async clientOf({ clientId, parameters }: Interaction) {
    const client: Client | undefined =
      clientId === undefined ? undefined : await this.clients.find(clientId);
    const redirectUri = parameters.get('redirect_uri') ?? client?.metadata.redirect_uris[0];
    return { client, redirectUri };
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
