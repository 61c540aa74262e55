import { type Environment, StartRefused } from '#platform/config';
import { AdminApi } from '../admin-api.js';
import type { Conversion } from './conversion.js';

/** People of one request. */
const AT_ONCE = 1000;

interface Target {
  /** The URL of the installation. */
  readonly issuer: string;
  readonly environment: Environment;
  readonly print: (line: string) => void;
}

/** Sends what an export became to the admin API of an installation, as docs/moving says; what is there stays. */
export async function send({ files }: Conversion, target: Target): Promise<void> {
  const sending = new Sending(new AdminApi(target.issuer, target.environment), target.print);
  const of = (name: string) => (files[name] ?? []) as Record<string, unknown>[];
  for (const body of of('attributes.jsonl')) await sending.change('/settings/attributes', body);
  await sending.all('groups', of('groups.jsonl'), ({ name }) => name);
  await sending.all('clients', of('clients.jsonl'), ({ client_id: id }) => id);
  await sending.people(of('users.jsonl'));
  await sending.roles(of('roles.jsonl'));
  if (sending.refused > 0) {
    throw new StartRefused([`${String(sending.refused)} were refused, see above. Again is safe.`]);
  }
}

class Sending {
  refused = 0;

  constructor(
    private readonly api: AdminApi,
    private readonly print: (line: string) => void,
  ) {}

  async change(path: string, body: object): Promise<void> {
    const { status, text } = await this.api.call('PATCH', path, { body: JSON.stringify(body) });
    if (status !== 200) this.refuse(path, text);
  }

  async all(
    kind: string,
    bodies: readonly Record<string, unknown>[],
    nameOf: (body: Record<string, unknown>) => unknown,
  ): Promise<void> {
    const counts = { made: 0, there: 0 };
    for (const body of bodies) {
      const { status, text } = await this.api.call('POST', `/${kind}`, {
        body: JSON.stringify(body),
      });
      if (status === 201) counts.made += 1;
      else if (status === 409) counts.there += 1;
      else this.refuse(`${kind} ${String(nameOf(body))}`, text);
    }
    this.tell(kind, counts.made, counts.there);
  }

  async people(bodies: readonly object[]): Promise<void> {
    let [made, there] = [0, 0];
    for (let from = 0; from < bodies.length; from += AT_ONCE) {
      const lines = bodies.slice(from, from + AT_ONCE).map((body) => JSON.stringify(body));
      const sent = await this.api.call('POST', '/users/import', {
        body: lines.join('\n'),
        type: 'application/jsonl',
      });
      if (sent.status !== 200) throw new StartRefused([`users: ${sent.text}`]);
      for (const line of sent.text.trim().split('\n')) {
        const one = JSON.parse(line) as Told;
        if (one.stopped !== undefined) throw new StartRefused([one.stopped.detail]);
        if (one.status === 'created') made += 1;
        else if (one.errors?.every(({ pointer }) => pointer === '') === true) there += 1;
        else if (one.status === 'refused') this.refuse(`line ${String(from + one.line)}`, line);
      }
      this.print(`users: ${String(from + lines.length)} of ${String(bodies.length)}`);
    }
    this.tell('users', made, there);
  }

  /** Their groups are named, and people are given them one by one. */
  async roles(bodies: readonly Record<string, unknown>[]): Promise<void> {
    const groups = await this.idsOf('groups', ({ name }) => String(name));
    const roles = await this.idsOf('roles', (role) => keyOf(role));
    const counts = { made: 0, there: 0 };
    for (const { groups: names, users, ...body } of bodies) {
      const known = (names as string[]).map((name) => groups.get(name)).filter(Boolean);
      const there = roles.get(keyOf(body));
      const path = there === undefined ? '/roles' : `/roles/${there}`;
      const own = JSON.stringify(
        there === undefined ? { ...body, groups: known } : { groups: known },
      );
      const method = there === undefined ? 'POST' : 'PATCH';
      const { status, text } = await this.api.call(method, path, { body: own });
      if (status >= 300) {
        this.refuse(`role ${keyOf(body)}`, text);
        continue;
      }
      counts[there === undefined ? 'made' : 'there'] += 1;
      const { id } = JSON.parse(text) as { id: string };
      for (const sub of users as string[]) {
        const given = await this.api.call('PUT', `/roles/${id}/users/${encodeURIComponent(sub)}`);
        if (given.status >= 300) this.refuse(`role ${keyOf(body)} of ${sub}`, given.text);
      }
    }
    this.tell('roles', counts.made, counts.there);
  }

  /** Of all that there are. */
  private async idsOf(
    kind: string,
    keyIn: (item: Record<string, unknown>) => string,
  ): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let query: string | undefined = '?limit=200'; query !== undefined;) {
      const { status, text } = await this.api.call('GET', `/${kind}${query}`);
      if (status !== 200) throw new StartRefused([`${kind}: ${text}`]);
      const page = JSON.parse(text) as { items: Record<string, unknown>[]; next?: string };
      for (const item of page.items) found.set(keyIn(item), String(item['id']));
      const { next } = page;
      query = next === undefined ? undefined : `?limit=200&cursor=${encodeURIComponent(next)}`;
    }
    return found;
  }

  private refuse(what: string, why: string): void {
    this.refused += 1;
    this.print(`Refused: ${what}: ${why.slice(0, 500)}`);
  }

  private tell(kind: string, made: number, there: number): void {
    const before = there === 0 ? '' : `, ${String(there)} were there`;
    this.print(`${kind}: ${String(made)} made${before}`);
  }
}

/** A line of the answer to an import. */
interface Told {
  readonly line: number;
  readonly status?: string;
  readonly errors?: readonly { readonly pointer: string }[];
  readonly stopped?: { readonly detail: string };
}

const keyOf = (role: Record<string, unknown>) =>
  `${String(role['client_id'])}/${String(role['name'])}`;
