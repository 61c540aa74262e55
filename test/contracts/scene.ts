import { encode, type Query } from '../support/browser.js';
import { Answer } from '../support/answer.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { FixtureMethodsModule } from '../fixtures/fixture-methods.module.js';
import { startOwnWorld } from '../support/application.js';
import type { LocalWorld, RegisteredUser } from '../support/world.js';
import type { Contract, Operation } from './contract.js';

export interface Request {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Query;
  readonly json?: unknown;
  readonly form?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** A bearer token. */
  readonly token?: string;
}

/** One call of an operation and the status that it has to be answered with. */
export interface Call {
  readonly status: number;
  readonly when: string;
  /** What to send; or the answer itself, where it takes a browser to get there. */
  readonly make: (scene: Scene) => Promise<Request | Answer>;
}

export type Calls = Readonly<Record<string, readonly Call[]>>;

export const call = (
  status: number,
  when: string,
  make: (scene: Scene) => Request | Promise<Request | Answer> = () => ({}),
): Call => ({ status, when, make: async (scene) => make(scene) });

/** What every operation behind `scope` refuses, whatever else is wrong with the request. */
export const protectedBy = (scope: string, resource: 'admin' | 'account' = 'admin'): Call[] => [
  call(400, 'the Authorization header is malformed', () => ({
    headers: { authorization: 'Bearer not one token' },
  })),
  call(401, 'there is no access token'),
  call(401, 'the access token is not one of ours', () => ({ token: 'nothing' })),
  call(403, 'the access token lacks the scope', async (scene) => ({
    token: await scene.tokenWithout(scope, resource),
  })),
];

/** A Gatehouse with whoever it takes to call its operations. */
export class Scene {
  private readonly made = new Map<string, Promise<unknown>>();

  private constructor(
    readonly world: LocalWorld,
    readonly contract: Contract,
  ) {}

  static async set(contractOf: (world: LocalWorld) => Promise<Contract>): Promise<Scene> {
    // What only comes with a second factor has to be called too.
    const world = await startOwnWorld({}, { modules: [FixtureMethodsModule.code()] });
    return new Scene(world, await contractOf(world));
  }

  get admin(): Promise<string> {
    return this.world.admin.token();
  }

  /** An application of its own, with a secret. */
  get client(): Promise<RegisteredClient> {
    return this.once('client', () =>
      this.world.registerClient({ scope: 'openid profile email address phone offline_access' }),
    );
  }

  /** A service that may use the client credentials grant. */
  get service(): Promise<RegisteredClient> {
    return this.once('service', () =>
      this.world.registerClient({ grant_types: ['client_credentials'], scope: 'users:read' }),
    );
  }

  get person(): Promise<RegisteredUser> {
    return this.once('person', () => this.world.createUser({ name: 'Alice Example' }));
  }

  /** A token of Gatehouse's own API that does everything but what `scope` permits. */
  tokenWithout(scope: string, resource: 'admin' | 'account'): Promise<string> {
    const other = {
      admin: scope.startsWith('keys') ? 'users:read' : 'keys:read',
      account: scope === 'account:read' ? 'account:write' : 'account:read',
    }[resource];
    return resource === 'admin' ? this.serviceToken(other) : this.personToken(other);
  }

  serviceToken(scope: string): Promise<string> {
    return this.once(`service ${scope}`, async () => {
      const metadata = { grant_types: ['client_credentials'], scope };
      const client = await this.world.registerClient(metadata);
      return (await this.world.clientCredentials(client)).access_token;
    });
  }

  /** A token in the name of {@link person}. */
  personToken(scope: string): Promise<string> {
    return this.once(`person ${scope}`, async () => this.tokenOf(await this.person, scope));
  }

  async tokenOf(user: RegisteredUser, scope: string): Promise<string> {
    const client = await this.world.registerClient({ scope });
    return (await this.world.tokens({ client, user, scope })).access_token;
  }

  async play(operation: Operation, { make }: Call): Promise<Answer> {
    const made = await make(this);
    return made instanceof Answer ? made : this.send(operation, made);
  }

  async send({ method, path }: Pick<Operation, 'method' | 'path'>, request: Request) {
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(request.path?.[name] ?? 'nobody'),
    );
    const url = new URL(this.world.issuer + filled);
    for (const [name, value] of encode(request.query ?? {})) url.searchParams.append(name, value);
    const { json, form, token } = request;
    const headers = {
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...request.headers,
    };
    const body = json === undefined ? ((form && encode(form)) ?? null) : JSON.stringify(json);
    return Answer.read(url, await fetch(url, { method, headers, body, redirect: 'manual' }));
  }

  private once<T>(name: string, make: () => Promise<T>): Promise<T> {
    let made = this.made.get(name) as Promise<T> | undefined;
    if (made === undefined) this.made.set(name, (made = make()));
    return made;
  }
}
