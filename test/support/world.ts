import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { AdminApi } from './admin-api.js';
import { Answer } from './answer.js';
import {
  authorize,
  tokensOf,
  type AuthorizationOptions,
  type EndedAuthorization,
  type IssuedCode,
  type Tokens,
} from './authorization.js';
import { Browser, encode, type Query } from './browser.js';
import type { Control } from './control.js';
import type { Environment } from './installation.js';
import { authenticate, type RegisteredClient } from './registered-client.js';
import type { ServerProcess } from './server-process.js';
import { type Remote, remoteControl, sharedServers } from './shared-servers.js';
import type { Credentials } from './sign-in.js';

export interface RegisteredUser extends Credentials {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

const REDIRECT_URI = 'https://client.example/callback';
export const unique = () => randomBytes(5).toString('hex');

/** A running Gatehouse and everybody who deals with it: administrator, clients, people. */
export class World {
  readonly admin: AdminApi;

  constructor(
    readonly issuer: string,
    administrator: Credentials,
  ) {
    this.admin = new AdminApi(issuer, administrator);
  }

  browser(): Browser {
    return new Browser(this.issuer);
  }

  /** Registers a client; one for `private_key_jwt` gets an ES256 key unless it brings its own. */
  async registerClient(metadata: Record<string, unknown> = {}): Promise<RegisteredClient> {
    const byKey = metadata['token_endpoint_auth_method'] === 'private_key_jwt';
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: unique(), alg: 'ES256', use: 'sig' };
    const created = await this.admin.create('/clients', {
      client_name: `Client ${unique()}`,
      redirect_uris: [REDIRECT_URI],
      ...(byKey && !('jwks' in metadata) ? { jwks: { keys: [jwk] } } : {}),
      ...metadata,
    });
    return { ...created, ...(byKey ? { privateKey } : {}) };
  }

  /** Creates a person with a unique name and a password that nobody has guessed. */
  async createUser(claims: Record<string, unknown> = {}): Promise<RegisteredUser> {
    const username = `user-${unique()}`;
    const password = `correct horse ${unique()}`;
    const asked = { username, password, email: `${username}@people.example`, ...claims };
    return { ...(await this.admin.create('/users', asked)), ...asked };
  }

  /** Registers an API; `scopes` may be given by name only. */
  registerResourceServer(definition: {
    identifier: string;
    scopes: readonly (string | { name: string; description: string })[];
    [member: string]: unknown;
  }): Promise<any> {
    const scopes = definition.scopes.map((scope) =>
      typeof scope === 'string' ? { name: scope, description: `Use ${scope}` } : scope,
    );
    return this.admin.create('/resource-servers', {
      name: `API ${unique()}`,
      ...definition,
      scopes,
    });
  }

  /** Sends the authorization request and walks every page; gives back how it ended. */
  authorize(options: AuthorizationOptions): Promise<EndedAuthorization> {
    return authorize(this.issuer, options);
  }

  /** Gets an authorization code; throws with the page it ended on when there is none. */
  async authorizationCode(options: AuthorizationOptions): Promise<IssuedCode> {
    const { end, ...rest } = await this.authorize(options);
    const response = end.parameters;
    const { code } = response;
    if (code === undefined) throw new Error(`No authorization code: ${end.summary()}`);
    return { code, response, ...rest };
  }

  /** Posts a form to an endpoint as this client, authenticated by its registered method. */
  async post(path: string, client: RegisteredClient, fields: Query): Promise<Answer> {
    const { headers, fields: credentials } = await authenticate(client, this.issuer);
    const url = new URL(this.issuer + path);
    const body = encode({ ...credentials, ...fields });
    const init: RequestInit = { method: 'POST', headers, body, redirect: 'manual' };
    return Answer.read(url, await fetch(url, init));
  }

  token(client: RegisteredClient, fields: Query): Promise<Answer> {
    return this.post('/token', client, fields);
  }

  redeem(client: RegisteredClient, issued: IssuedCode, changes: Query = {}): Promise<Answer> {
    const { code, redirect_uri, code_verifier } = issued;
    const fields = { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
    return this.token(client, { ...fields, ...changes });
  }

  refresh(client: RegisteredClient, refresh_token: string, changes: Query = {}): Promise<Answer> {
    return this.token(client, { grant_type: 'refresh_token', refresh_token, ...changes });
  }

  /** The whole authorization code flow. */
  async tokens(options: AuthorizationOptions): Promise<Tokens> {
    const issued = await this.authorizationCode(options);
    return tokensOf(await this.redeem(options.client, issued));
  }

  /** The client credentials grant. */
  async clientCredentials(client: RegisteredClient, fields: Query = {}): Promise<Tokens> {
    return tokensOf(await this.token(client, { grant_type: 'client_credentials', ...fields }));
  }

  introspect(client: RegisteredClient, token: string, fields: Query = {}): Promise<Answer> {
    return this.post('/introspect', client, { token, ...fields });
  }

  revoke(client: RegisteredClient, token: string, fields: Query = {}): Promise<Answer> {
    return this.post('/revoke', client, { token, ...fields });
  }

  userinfo(accessToken: string): Promise<Answer> {
    return this.get('/userinfo', { authorization: `Bearer ${accessToken}` });
  }

  /** GETs a path of the issuer without cookies. */
  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const url = new URL(this.issuer + path);
    return Answer.read(url, await fetch(url, { headers, redirect: 'manual' }));
  }
}

/** A running Gatehouse whose inside a test can reach. */
export interface Application {
  /** Where it listens, which is also the issuer unless ISSUER was given. */
  readonly origin: string;
  readonly issuer: string;
  readonly port: number;
  readonly dataDir: string;
  readonly adminPassword: string;
  readonly control: Remote<Control>;
}

/** A world whose clock (support/clock.ts) and inside the test can reach. */
export class LocalWorld<A extends Application = Application> extends World {
  constructor(readonly application: A) {
    super(application.issuer, { username: 'admin', password: application.adminPassword });
  }

  /** Runs a statement on the connection of the server. */
  query<T = any>(sql: string, parameters: readonly unknown[] = []): Promise<T> {
    return this.application.control.query(sql, parameters) as Promise<T>;
  }

  /** One round of the housekeeper. */
  keepHouse(): Promise<void> {
    return this.application.control.keepHouse();
  }
}

/**
 * A Gatehouse with this environment, which the files that run in one worker share: one of them after
 * the other. What a file finds in it is not of its own making, and nothing in it may stay broken.
 */
export async function startWorld(environment: Environment = {}): Promise<LocalWorld> {
  const server = await sharedServers.start(environment);
  const { issuer, origin, port, dataDir, adminPassword } = server;
  const control = remoteControl(server);
  return new LocalWorld({ issuer, origin, port, dataDir, adminPassword, control });
}

/** The same for a server in a process of its own. */
export function worldOf(server: ServerProcess): World {
  if (server.adminPassword === undefined) throw new Error('The password is in the logs only.');
  return new World(server.issuer, { username: 'admin', password: server.adminPassword });
}
