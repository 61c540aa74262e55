import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Granted } from '#protocol';
import { builtInResourceServers } from './built-in-resource-servers.js';
import type { ResourceServer } from './resource-server.js';
import { ResourceServerRepository } from './resource-server.repository.js';

/** How long another node may go on with what it knows, in milliseconds. */
const MAX_AGE = 1000;

interface Snapshot {
  readonly readAt: number;
  readonly all: readonly ResourceServer[];
  readonly byId: ReadonlyMap<string, ResourceServer>;
  readonly byIdentifier: ReadonlyMap<string, ResourceServer>;
  readonly byScope: ReadonlyMap<string, ResourceServer>;
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

  /** The resource server that `resource` names (RFC 8707 §2), compared character by character. */
  async byIdentifier(identifier: string): Promise<ResourceServer | undefined> {
    return (this.fresh() ?? (await this.read())).byIdentifier.get(identifier);
  }

  async find(id: string): Promise<ResourceServer | undefined> {
    return (this.fresh() ?? (await this.read())).byId.get(id);
  }

  /** The one resource server that the scope belongs to; none for the scopes of OpenID Connect. */
  async owning(scope: string): Promise<ResourceServer | undefined> {
    return (this.fresh() ?? (await this.read())).byScope.get(scope);
  }

  /** A grant of these scopes, each at the resource server that it belongs to. */
  async grantOf(scope: readonly string[]): Promise<Granted> {
    const owners = await Promise.all(scope.map((name) => this.owning(name)));
    return Granted.of(
      scope,
      [...new Set(owners)].filter((owner) => owner !== undefined),
    );
  }

  /** The part of a grant that is left: an API that is deleted is gone for good. */
  async living(granted: Granted): Promise<Granted> {
    const servers = await Promise.all(granted.resources.map((id) => this.find(id)));
    const here = servers.filter((server) => server !== undefined);
    const gone = granted.resources.filter((id) => here.every((server) => server.id !== id));
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
        const snapshot = takeSnapshot([...stored, ...this.builtIn], readAt);
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
function takeSnapshot(all: readonly ResourceServer[], readAt: number): Snapshot {
  return {
    readAt,
    all,
    byId: new Map(all.map((server) => [server.id, server])),
    byIdentifier: new Map(all.map((server) => [server.identifier, server])),
    byScope: new Map(
      all.flatMap((server) => [...server.scopes.keys()].map((scope) => [scope, server] as const)),
    ),
  };
}
