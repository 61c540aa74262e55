import type { Browser } from '../browser.js';
import { pkce } from '../pkce.js';
import type { RegisteredClient } from '../registered-client.js';
import type { World } from '../world.js';
import type { IssuedCode } from '../authorization.js';
import type { Ledger } from './ledger.js';

/** Its access tokens are opaque, so that redeeming a code takes a second write (attack B18). */
const SCOPE = 'openid profile ledger:read';

/** Seconds: longer than the longest run. */
const LIFETIME = 3600;

const FORMATS = { ledger: 'opaque', orders: 'jwt' } as const;

/** A person who is signed in and has consented, so that one request gives a code. */
export class Scene {
  private constructor(
    readonly world: World,
    readonly client: RegisteredClient,
    readonly service: RegisteredClient,
    private readonly browser: Browser,
  ) {}

  static async set(world: World): Promise<Scene> {
    for (const [name, access_token_format] of Object.entries(FORMATS)) {
      const identifier = `https://${name}.example`;
      const scopes = [`${name}:read`];
      const format = { access_token_format, access_token_lifetime: LIFETIME };
      await world.registerResourceServer({ identifier, scopes, ...format });
    }
    const client = await world.registerClient({ scope: SCOPE });
    const service = await world.registerClient({
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: Object.keys(FORMATS)
        .map((name) => `${name}:read`)
        .join(' '),
    });
    const user = await world.createUser();
    const { browser } = await world.authorizationCode({ client, user, scope: SCOPE });
    return new Scene(world, client, service, browser);
  }

  /** A fresh code; undefined when its answer was lost. */
  async code(ledger: Ledger): Promise<IssuedCode | undefined> {
    const { code_verifier, ...challenge } = pkce();
    const [redirect_uri = ''] = this.client.redirect_uris;
    const { client_id } = this.client;
    const query = { response_type: 'code', client_id, redirect_uri, scope: SCOPE, ...challenge };
    const answer = await ledger.send(() => this.browser.get('/authorize', query));
    if (answer === undefined) return undefined;
    const { parameters } = answer;
    if (parameters['code'] === undefined) {
      ledger.contradict('the session or the consent is gone', answer);
      return undefined;
    }
    const { code } = parameters;
    return { code, redirect_uri, code_verifier, response: parameters, browser: this.browser };
  }
}
