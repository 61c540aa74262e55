import { isOidcScope } from './scope.js';

/** Where the scopes of OpenID Connect stand: they belong to the person and not to an API. */
const OF_THE_PERSON = '';

interface Api {
  readonly id: string;
  readonly scopes: { has(name: string): boolean };
}

/**
 * What was granted, and where: scopes (RFC 6749 §3.3) by the id of the resource server that they are
 * of (RFC 8707). An API that is deleted and made again has another id, and nothing was granted there.
 */
export class Granted {
  private constructor(private readonly scopes: ReadonlyMap<string, readonly string[]>) {}

  /** Scopes that belong to none of these APIs are left out; an API may be granted without a scope. */
  static of(scope: readonly string[], apis: readonly Api[]): Granted {
    const scopes = new Map<string, readonly string[]>();
    const own = scope.filter(isOidcScope);
    if (own.length > 0) scopes.set(OF_THE_PERSON, own);
    for (const api of apis) {
      scopes.set(
        api.id,
        scope.filter((name) => api.scopes.has(name)),
      );
    }
    return new Granted(scopes);
  }

  /** As {@link toString} wrote it. */
  static parse(text: string): Granted {
    return new Granted(new Map(Object.entries(JSON.parse(text) as Record<string, string[]>)));
  }

  /** Every scope, wherever it is granted. */
  get scope(): readonly string[] {
    return [...this.scopes.values()].flat();
  }

  /** Ids of the resource servers. */
  get resources(): readonly string[] {
    return [...this.scopes.keys()].filter((id) => id !== OF_THE_PERSON);
  }

  /** The scopes at one resource server. */
  at(resource: string): readonly string[] {
    return this.scopes.get(resource) ?? [];
  }

  /** The same resource servers, with those of the scopes that are in `scope`. */
  only(scope: readonly string[]): Granted {
    return new Granted(
      new Map([...this.scopes].map(([id, names]) => [id, names.filter((n) => scope.includes(n))])),
    );
  }

  /** Without the resource servers at which no scope is granted. */
  get useful(): Granted {
    return new Granted(new Map([...this.scopes].filter(([, names]) => names.length > 0)));
  }

  /** With no other scopes than these at one resource server; without it where none is left. */
  limitedAt(resource: string, allowed: { has(name: string): boolean }): Granted {
    const left = this.at(resource).filter((name) => allowed.has(name));
    if (left.length === 0) return this.without(resource);
    const scopes = [...this.scopes].map(
      ([id, names]) => [id, id === resource ? left : names] as const,
    );
    return new Granted(new Map(scopes));
  }

  without(resource: string): Granted {
    return new Granted(new Map([...this.scopes].filter(([id]) => id !== resource)));
  }

  union(other: Granted): Granted {
    const scopes = new Map(this.scopes);
    for (const [id, names] of other.scopes)
      scopes.set(id, [...new Set([...this.at(id), ...names])]);
    return new Granted(scopes);
  }

  /** Whether each API and each scope of `other` is granted here, at the same resource server. */
  covers(other: Granted): boolean {
    return [...other.scopes].every(
      ([id, names]) => this.scopes.has(id) && names.every((name) => this.at(id).includes(name)),
    );
  }

  toString(): string {
    return JSON.stringify(Object.fromEntries(this.scopes));
  }
}
