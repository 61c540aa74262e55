import type { LocalWorld, RegisteredUser } from '../support/world.js';

/** What a role may do with an operation: everything, what is within its reach, or nothing. */
export type Cell = 'yes' | 'own' | '–';

export interface AdminOperation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly scope: string;
  /** Of which things it keeps to the reach of its caller. */
  readonly within: string | undefined;
  /** A body that it takes. */
  readonly body: unknown;
}

interface Documented {
  readonly security?: readonly { readonly gatehouse?: readonly string[] }[];
  readonly 'x-within-reach'?: string;
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>
    >;
  };
}

/** Every operation of the admin API, as the API document has it. */
export async function adminOperations(world: LocalWorld): Promise<AdminOperation[]> {
  const { paths } = (await world.get('/openapi.json')).json as {
    paths: Record<string, Record<string, Documented>>;
  };
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/admin/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const scope = operation.security?.flatMap(({ gatehouse = [] }) => gatehouse)[0] ?? '';
        const [example] = Object.values(
          operation.requestBody?.content['application/json']?.examples ?? {},
        );
        const name = `${method.toUpperCase()} ${path}`;
        const within = operation['x-within-reach'];
        return { name, method: method.toUpperCase(), path, scope, within, body: example?.value };
      }),
    );
}

export interface AdminRole {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Whether it is for some people, or for some clients, only. */
  readonly limited: boolean;
}

export async function adminRoles(world: LocalWorld): Promise<AdminRole[]> {
  const { items } = (await world.admin.get('/roles?q=&limit=200')).json as {
    items: { id: string; name: string; scopes?: string[] }[];
  };
  return items
    .filter(({ id }) => id.startsWith('gatehouse-'))
    .map(({ id, name, scopes = [] }) => ({ id, name, scopes, limited: name !== 'auditor' }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function cellOf(role: AdminRole, { scope, within }: AdminOperation): Cell {
  if (!role.scopes.includes(scope)) return '–';
  if (!role.limited) return 'yes';
  return within === undefined ? '–' : 'own';
}

/** The table for people who read. */
export function tableOf(
  operations: readonly AdminOperation[],
  roles: readonly AdminRole[],
): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['operation', 'scope', ...roles.map(({ name }) => name)]),
    row(['---', '---', ...roles.map(() => '---')]),
    ...operations.map((operation) =>
      row([
        `\`${operation.name}\``,
        operation.scope,
        ...roles.map((role) => cellOf(role, operation)),
      ]),
    ),
  ];
}

/** The id that stands for each parameter of a path. */
export type Ids = Readonly<Record<string, string>>;

/** Something of each kind that belongs to one owner. */
export async function belongings(
  world: LocalWorld,
  person: RegisteredUser,
  client: { readonly client_id: string },
): Promise<Ids> {
  const app = await world.registerClient({ first_party: false });
  await world.tokens({ client: app, user: person, scope: 'openid profile' });
  const first = async (path: string): Promise<{ id: string }> =>
    (await world.admin.get(path)).json.items[0];
  const of = `/users/${person.sub}`;
  const secrets = (await world.admin.get(`/clients/${client.client_id}`)).json.secrets;
  return {
    sub: person.sub,
    client_id: client.client_id,
    'sessions/{id}': (await first(`${of}/sessions`)).id,
    'authorizations/{id}': (await first(`${of}/authorizations`)).id,
    'consents/{id}': (await first(`/consents?user_id=${person.sub}`)).id,
    'secrets/{id}': secrets?.[0]?.id ?? 'none',
  };
}

export function pathWith(path: string, ids: Ids): string {
  return path
    .replace('/admin', '')
    .replace(/([a-z-]+)\/\{id\}/, (_all, kind: string) => {
      const id = ids[`${kind}/{id}`];
      return `${kind}/${id ?? 'unknown'}`;
    })
    .replace(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? 'unknown');
}
