import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { RefusedChange } from '#platform/changes';
import { Config } from '#platform/config';
import { canonicalIdentifier, Granted } from '#protocol';
import { builtInResourceServers } from './built-in-resource-servers.js';
import type { ResourceServer } from './resource-server.js';
import { ResourceServerRepository } from './resource-server.repository.js';

/** How long another node may go on with what it knows, in milliseconds. */
const MAX_AGE = 1000;

/** The scopes that something is to be registered for. */
export interface NamedScopes {
  /** Where they are named (RFC 6901). */
  readonly pointer: string;
  readonly names: readonly string[];
  readonly known: ReadonlySet<string>;
}

interface Snapshot {
  readonly readAt: number;
  readonly all: readonly ResourceServer[];
  readonly byId: ReadonlyMap<string, ResourceServer>;
  /** As it was registered, and as {@link canonicalIdentifier} spells it. */
  readonly byIdentifier: ReadonlyMap<string, ResourceServer>;
  readonly byScope: ReadonlyMap<string, readonly ResourceServer[]>;
}

/**
 * Every resource server there is, as they are or were at most a second ago. They are few and every
 * token needs one, so all are read at once; while the snapshot is fresh no call waits for anything.
 */
@Injectable()
export class ResourceServers {
  private readonly builtIn: readonly ResourceServer[];
  private snapshot: Snapshot | undefined;
  private reading: Promise<Snapshot> | undefined;

  constructor(
    private readonly repository: ResourceServerRepository,
    private readonly config: Config,
  ) {
    this.builtIn = builtInResourceServers(config);
  }

  /** The resource server that `resource` names (RFC 8707 §2), however it is spelled. */
  async byIdentifier(identifier: string): Promise<ResourceServer | undefined> {
    return inSnapshot(this.fresh() ?? (await this.read()), identifier);
  }

  /** Those that there are of the identifiers, as {@link byIdentifier} finds them. */
  async named(identifiers: readonly string[]): Promise<ResourceServer[]> {
    const snapshot = this.fresh() ?? (await this.read());
    const found = identifiers.map((identifier) => inSnapshot(snapshot, identifier));
    return found.filter((server) => server !== undefined);
  }

  async find(id: string): Promise<ResourceServer | undefined> {
    return (this.fresh() ?? (await this.read())).byId.get(id);
  }

  /** The resource servers that the scope belongs to; none for the scopes of OpenID Connect. */
  async owners(scope: string): Promise<readonly ResourceServer[]> {
    return (this.fresh() ?? (await this.read())).byScope.get(scope) ?? [];
  }

  /**
   * A grant of these scopes, each at the resource servers that it belongs to.
   * @param identifiers where alone, if any are named
   */
  async grantOf(scope: readonly string[], identifiers: readonly string[] = []): Promise<Granted> {
    if (identifiers.length > 0) return Granted.of(scope, await this.named(identifiers));
    const { byScope } = this.fresh() ?? (await this.read());
    const owners = scope.flatMap((name) => byScope.get(name) ?? []);
    return Granted.of(scope, [...new Set(owners)]);
  }

  /** The part of a grant that is left: an API that is deleted is gone for good. */
  async living(granted: Granted): Promise<Granted> {
    const { byId } = this.fresh() ?? (await this.read());
    const gone = granted.resources.filter((id) => !byId.has(id));
    return gone.reduce((left, id) => left.without(id), granted);
  }

  async all(): Promise<readonly ResourceServer[]> {
    return (this.fresh() ?? (await this.read())).all;
  }

  /** Every scope that there is at this moment, whatever this node remembers. */
  async scopeNames(): Promise<ReadonlySet<string>> {
    this.forget();
    return new Set((await this.read()).byScope.keys());
  }

  /**
   * Whoever is registered for a scope holds its API until that is committed; whoever takes it away asks afterwards
   * who is.
   * @param known the scopes that there were when it was judged what may be registered
   * @throws RefusedChange 409 where one of them is gone since
   */
  async hold(manager: EntityManager, { pointer, names, known }: NamedScopes): Promise<void> {
    const { scopes: own } = this.ownNames;
    const held = names.filter((name) => known.has(name) && !own.has(name));
    if (held.length === 0) return;
    const found = await this.repository.hold(manager, held);
    const gone = held.find((name) => !found.has(name));
    if (gone === undefined) return;
    throw new RefusedChange({
      ...{ pointer, kind: 'conflict', error: 'invalid_client_metadata' },
      detail: `The scope ${gone} was taken away just now.`,
    });
  }

  /** Gatehouse's own APIs. */
  get own(): readonly ResourceServer[] {
    return this.builtIn;
  }

  /** What nobody can register. */
  get ownNames(): { readonly issuer: string; readonly scopes: ReadonlySet<string> } {
    const scopes = new Set(this.builtIn.flatMap((server) => [...server.scopes.keys()]));
    return { issuer: this.config.issuer, scopes };
  }

  isOwn(id: string): boolean {
    return this.builtIn.some((server) => server.id === id);
  }

  /** Forgets what is known. A read under way may be older than the change, and is not kept. */
  forget(): void {
    this.snapshot = undefined;
    this.reading = undefined;
  }

  private fresh(): Snapshot | undefined {
    const { snapshot } = this;
    return snapshot !== undefined && performance.now() - snapshot.readAt < MAX_AGE
      ? snapshot
      : undefined;
  }

  /** Requests that come at the same time share one read. */
  private read(): Promise<Snapshot> {
    if (this.reading !== undefined) return this.reading;
    const readAt = performance.now();
    const reading: Promise<Snapshot> = this.repository
      .all()
      .then((stored) => {
        const snapshot = takeSnapshot(stored, this.builtIn, readAt);
        if (this.reading === reading) this.snapshot = snapshot;
        return snapshot;
      })
      .finally(() => {
        if (this.reading === reading) this.reading = undefined;
      });
    this.reading = reading;
    return reading;
  }
}

/** Gatehouse's own come last and so win, whatever a database that was edited by hand holds. */
function takeSnapshot(
  stored: readonly ResourceServer[],
  own: readonly ResourceServer[],
  readAt: number,
): Snapshot {
  const byScope = new Map<string, readonly ResourceServer[]>();
  for (const server of stored) {
    for (const name of server.scopes.keys()) {
      byScope.set(name, [...(byScope.get(name) ?? []), server]);
    }
  }
  for (const server of own) for (const name of server.scopes.keys()) byScope.set(name, [server]);
  const all = [...stored, ...own];
  const canonical = new Map(all.map((server) => [canonicalIdentifier(server.identifier), server]));
  const byIdentifier = new Map(canonical);
  for (const { identifier } of all) {
    const server = canonical.get(canonicalIdentifier(identifier));
    if (server !== undefined) byIdentifier.set(identifier, server);
  }
  return {
    readAt,
    all,
    byId: new Map(all.map((server) => [server.id, server])),
    byIdentifier,
    byScope,
  };
}

/** Hardly anybody spells it otherwise than it was registered. */
function inSnapshot({ byIdentifier }: Snapshot, identifier: string): ResourceServer | undefined {
  return byIdentifier.get(identifier) ?? byIdentifier.get(canonicalIdentifier(identifier));
}
