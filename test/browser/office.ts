import type { RegisteredClient } from '../support/registered-client.js';
import type { RegisteredUser, World } from '../support/world.js';
import { encode } from '../support/browser.js';
import { pkce } from '../support/pkce.js';
import type { Person } from './person.js';

const SCOPE = 'openid profile email address phone offline_access calendar:read calendar:write';

/** Each kind is one registered application. */
type Kind = 'ordinary' | 'hostile';

/** People and applications of a small enterprise, and the ways to each page. */
export class Office {
  private constructor(
    private readonly world: World,
    private readonly clients: Readonly<Record<Kind, RegisteredClient>>,
    /** Somebody with a full profile. */
    readonly ada: RegisteredUser,
    /** Somebody whose name fits nowhere. */
    readonly maximiliane: RegisteredUser,
    readonly bob: RegisteredUser,
  ) {}

  /** @param redirectUri of the ordinary application */
  static async open(
    world: World,
    redirectUri = 'https://planner.example/callback',
  ): Promise<Office> {
    await world.registerResourceServer({
      identifier: 'https://calendar.example',
      name: 'Company calendar',
      scopes: [
        { name: 'calendar:read', description: 'See your appointments' },
        { name: 'calendar:write', description: 'Make, move and cancel appointments for you' },
      ],
    });
    const ordinary = await world.registerClient({
      client_name: 'Meeting planner',
      redirect_uris: [redirectUri],
      client_uri: 'https://planner.example',
      policy_uri: 'https://planner.example/privacy',
      tos_uri: 'https://planner.example/terms',
      scope: SCOPE,
    });
    const hostile = await world.registerClient({
      client_name: `<b>Bank</b> "Überweisungen" ${'Donaudampfschifffahrt'.repeat(3)} & Söhne`,
      redirect_uris: [`https://${'sub.'.repeat(20)}planner.example/callback`],
      scope: SCOPE,
    });
    const ada = await world.createUser({
      name: 'Ada Example',
      given_name: 'Ada',
      family_name: 'Example',
      phone_number: '+4930901820',
      zoneinfo: 'Europe/Berlin',
    });
    const maximiliane = await world.createUser({
      name: `Maximiliane ${'von und zu '.repeat(4)}Hohenlohe-Waldenburg-Schillingsfürst`,
      email: `${'maximiliane.'.repeat(4)}hohenlohe@people.example`,
    });
    const bob = await world.createUser({ name: 'Bob Example' });
    return new Office(world, { ordinary, hostile }, ada, maximiliane, bob);
  }

  /** Where an application sends the browser. */
  requestUrl(kind: Kind = 'ordinary', changes: Record<string, string> = {}): string {
    const { client_id, redirect_uris } = this.clients[kind];
    const { code_challenge, code_challenge_method } = pkce();
    const query = encode({
      ...{ response_type: 'code', client_id, redirect_uri: redirect_uris[0], scope: SCOPE },
      ...{ state: 'planned', code_challenge, code_challenge_method, ...changes },
    });
    return `${this.world.issuer}/authorize?${query.toString()}`;
  }

  brokenUrl(): string {
    return this.requestUrl('ordinary', { redirect_uri: 'https://elsewhere.example/callback' });
  }

  async failToSignIn(person: Person): Promise<void> {
    await person.open(this.requestUrl());
    await person.signIn({ username: this.ada.username, password: 'not this one' });
  }

  async reachConsent(
    person: Person,
    kind: Kind = 'ordinary',
    changes: Record<string, string> = {},
  ): Promise<void> {
    await person.open(this.requestUrl(kind, { prompt: 'consent', ...changes }));
    await person.signIn(kind === 'ordinary' ? this.ada : this.maximiliane);
  }

  /** To a consent page that tells of single claims. */
  async reachConsentToClaims(person: Person): Promise<void> {
    const claims = { userinfo: { birthdate: null, phone_number_verified: null }, id_token: {} };
    const changes = { scope: 'openid', claims: JSON.stringify(claims) };
    await this.reachConsent(person, 'ordinary', changes);
  }

  async reachAccountChoice(person: Person, kind: Kind = 'ordinary'): Promise<void> {
    await person.open(`${this.world.issuer}/account`);
    await person.signIn(kind === 'ordinary' ? this.ada : this.maximiliane);
    await person.open(this.requestUrl(kind, { prompt: 'select_account' }));
  }

  /** To the page that posts the answer to the application. Needs JavaScript to be off. */
  async reachFormPost(person: Person): Promise<void> {
    await person.open(this.requestUrl('ordinary', { response_mode: 'form_post' }));
    await person.signIn(this.ada);
    await person.allow();
  }

  async reachAccount(person: Person): Promise<void> {
    // Something to be seen there.
    const [client, user] = [this.clients.ordinary, this.ada];
    await this.world.authorizationCode({ client, user, scope: 'openid profile calendar:read' });
    await this.signInToAccount(person);
  }

  async failToChangePassword(person: Person): Promise<void> {
    await this.signInToAccount(person);
    await person.press('#menu-security');
    await person.page.fill('#current-password', 'not this one');
    await person.page.fill('#new-password', 'an entirely new passphrase');
    await person.page.fill('#new-password-again', 'an entirely new passphrase');
    await person.press('#password-submit');
  }

  async withdrawConsent(person: Person): Promise<void> {
    await this.reachAccount(person);
    await person.press('#menu-applications');
    await person.press('.consent-revoke');
  }

  /** To one of the pages of the account, by its menu. */
  async reachPlace(person: Person, place: string): Promise<void> {
    await this.reachAccount(person);
    await person.press(`#menu-${place}`);
  }

  async reachLogout(person: Person): Promise<void> {
    await this.signInToAccount(person);
    await person.press('#sign-out');
  }

  async signOut(person: Person): Promise<void> {
    await this.reachLogout(person);
    await person.press('#logout-confirm');
  }

  private async signInToAccount(person: Person): Promise<void> {
    await person.open(`${this.world.issuer}/account`);
    await person.signIn(this.ada);
  }
}
