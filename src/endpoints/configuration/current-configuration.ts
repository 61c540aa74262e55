import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { accessOf, type Caller, isWithinReach } from '#platform/http';
import { isRecord } from '#platform/settings';
import { OAuthError } from '#protocol';
import { SettingsController } from '#endpoints/admin';
import { type Configuration, type Members, sayable, SETTINGS } from './document.js';
import { type Kind, KINDS, type Things } from './kinds.js';
import { renamed } from './references.js';

const PAGE = 200;

/** The things of each kind that have an external_id: their ids. */
export type Ids = ReadonlyMap<string, Map<string, string>>;

export interface Current {
  readonly configuration: Configuration;
  readonly ids: Ids;
}

/** What is configured now. */
@Injectable()
export class CurrentConfiguration {
  constructor(private readonly modules: ModuleRef) {}

  /** @throws OAuthError 403 where the caller may not read all of it */
  async read(caller: Caller): Promise<Current> {
    const shown = new Map<string, readonly Members[]>();
    for (const kind of KINDS) shown.set(kind.name, await this.all(kind, caller));
    const ids = new Map(
      KINDS.map(({ name, id }) => {
        const all = (shown.get(name) ?? []).map(
          (one) => [String(one['external_id']), String(one[id])] as const,
        );
        return [name, new Map(all)];
      }),
    );
    const names = new Map([...ids].map(([kind, known]) => [kind, reversed(known)]));
    const kinds = KINDS.map((kind): [string, Members] => [
      kind.name,
      inDocument(kind, shown.get(kind.name) ?? [], names),
    ]);
    const settings = await this.settings(caller);
    const all: [string, Members][] = [...kinds, [SETTINGS, settings]];
    return { configuration: sorted(Object.fromEntries(all)) as Configuration, ids };
  }

  things(kind: Kind): Things {
    return this.modules.get<Things>(kind.controller, { strict: false });
  }

  private async all(kind: Kind, caller: Caller): Promise<Members[]> {
    const things = this.things(kind);
    checkScope(handlerOf(kind.controller, 'list'), caller);
    const found: Members[] = [];
    for (let cursor: string | undefined; ;) {
      const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const page = await things.list(query, caller);
      const items = JSON.parse(JSON.stringify(page.items)) as Members[];
      found.push(...items.filter((item) => item['external_id'] !== undefined));
      if (page.next === undefined) return found;
      cursor = page.next;
    }
  }

  /** Those that somebody has set. */
  private async settings(caller: Caller): Promise<Members> {
    const controller = this.modules.get(SettingsController, { strict: false });
    checkScope(handlerOf(SettingsController, 'list'), caller);
    const { items } = await controller.list();
    const set = items.map(({ name, members }) => {
      const changed = members.filter(
        (one) => one.read_only !== true && !isDeepStrictEqual(one.value, one.default),
      );
      return [name, Object.fromEntries(changed.map((one) => [one.name, one.value]))] as const;
    });
    return Object.fromEntries(set.filter(([, members]) => Object.keys(members).length > 0));
  }
}

export function handlerOf({ prototype }: Type<object>, name: string): object {
  return (prototype as Record<string, object>)[name] ?? {};
}

/** What an operation asks of a token is asked of whoever has it called. @throws OAuthError 403 */
export function checkScope(handler: object, caller: Caller): void {
  const access = accessOf(handler);
  if (access?.kind !== 'scope') throw new Error('this is no operation of the admin API');
  if (!caller.scope.has(access.scope)) throw OAuthError.insufficientScope(access.scope);
  if (caller.reach !== undefined && !isWithinReach(handler)) {
    throw OAuthError.insufficientScope(access.scope);
  }
}

/** Things as a document has them. @param names by kind and id */
function inDocument(kind: Kind, shown: readonly Members[], names: Ids): Members {
  const sayables = sayable(kind.request);
  return Object.fromEntries(
    shown.map((one) => {
      const members = sayables.map((name) => [name, one[name]] as const);
      const said = members.filter(([, value]) => ![undefined, null, ''].includes(value as string));
      const byName = renamed(
        Object.fromEntries(said),
        kind,
        (of, id) => names.get(of)?.get(id) ?? id,
      );
      return [String(one['external_id']), byName] as const;
    }),
  );
}

const reversed = (ids: ReadonlyMap<string, string>) =>
  new Map([...ids].map(([name, id]) => [id, name]));

/** The same whatever the order in which it was read. */
function sorted<T>(value: T): T {
  if (Array.isArray(value)) return (value as unknown[]).map((item) => sorted(item)) as T;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)])) as T;
}

/** Names what is planned, on what is there. */
export function digestOf(...parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(parts)))
    .digest('base64url');
}
