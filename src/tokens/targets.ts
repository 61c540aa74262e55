import { Injectable } from '@nestjs/common';
import type { Client } from '#registry/clients';
import { Granted, isOidcScope, OAuthError } from '#protocol';
import { type ResourceServer, ResourceServers } from '#registry/resources';

/** What a token may do, and where. */
export interface Target {
  readonly scope: readonly string[];
  readonly resources: readonly ResourceServer[];
  /** Whether the token also opens our own userinfo endpoint. */
  readonly userInfo: boolean;
}

/** Finds the resource servers that a token request is about (RFC 8707 §2.2). */
@Injectable()
export class Targets {
  constructor(private readonly resourceServers: ResourceServers) {}

  /**
   * Checks what a client asks for against what it may ask for. Each API scope belongs to exactly one
   * resource server, so without `resource` the audience follows from the scope. Who names several may
   * have a token for each of them later ({@link narrow}).
   *
   * @throws OAuthError `invalid_scope` for a scope that is unknown or not the client's,
   *   `invalid_target` for a resource that is unknown, not the client's, or not that of a scope
   */
  async resolve(
    client: Client,
    scope: readonly string[],
    requested: readonly string[],
  ): Promise<Granted> {
    const found = await this.find(client, scope, requested);
    if (requested.length === 0) this.checkAlone(found);
    return Granted.of(scope, found);
  }

  /** All of these scopes; of those at the resources alone, if some are named. @throws OAuthError */
  async resolveAll(
    client: Client,
    scope: readonly string[],
    requested: readonly string[],
  ): Promise<Target> {
    return this.narrow(Granted.of(scope, await this.find(client, scope, [])), requested);
  }

  private async find(
    client: Client,
    scope: readonly string[],
    requested: readonly string[],
  ): Promise<ResourceServer[]> {
    if (scope.some((name) => !client.scopes.has(name))) throw OAuthError.invalidScope();
    const named = await this.named(client, requested);
    const resources = new Map(named.map((server) => [server.identifier, server]));
    for (const name of scope) {
      if (isOidcScope(name)) continue;
      const owner = await this.resourceServers.owning(name);
      if (owner === undefined) throw OAuthError.invalidScope();
      if (requested.length > 0 && !resources.has(owner.identifier)) {
        throw OAuthError.invalidTarget('A requested scope does not belong to the resource.');
      }
      resources.set(owner.identifier, owner);
    }
    return [...resources.values()];
  }

  /**
   * The part of a grant that a token for `requested` carries (RFC 8707 §2.2). Without `requested`, all
   * of it; a token that is asked for one API is good there and nowhere else.
   * @param requested identifiers
   * @throws OAuthError `invalid_target` when a resource was not granted, is gone, or has to stand alone
   */
  async narrow(granted: Granted, requested: readonly string[]): Promise<Target> {
    const ids = requested.length === 0 ? granted.resources : await this.idsOf(requested);
    const resources: ResourceServer[] = [];
    for (const id of ids) {
      const server = granted.resources.includes(id)
        ? await this.resourceServers.find(id)
        : undefined;
      if (server === undefined) throw OAuthError.invalidTarget();
      resources.push(server);
    }
    const own = this.checkAlone(resources);
    const carried = granted.scope.filter(
      (name) => isOidcScope(name) || resources.some((server) => isAt(granted, server, name)),
    );
    const userInfo = requested.length === 0 && own === undefined && carried.includes('openid');
    return { scope: carried, resources, userInfo };
  }

  /** Whether anything is left of where a grant was for: an API that is deleted is gone for good. */
  async reaches({ resources }: Granted): Promise<boolean> {
    if (resources.length === 0) return true;
    const found = await Promise.all(resources.map((id) => this.resourceServers.find(id)));
    return found.some((server) => server !== undefined);
  }

  /**
   * Whoever accepts a token could use it at every other audience: one for Gatehouse's own APIs is for
   * nobody else (RFC 9700 §2.3, RFC 8707 §3; attack S02).
   * @returns the API of Gatehouse's own that it is for
   */
  private checkAlone(resources: readonly ResourceServer[]): ResourceServer | undefined {
    const own = resources.find(({ id }) => this.resourceServers.isOwn(id));
    if (own === undefined || resources.length === 1) return own;
    const choice = resources.map(({ identifier }) => identifier).join(' or ');
    throw OAuthError.invalidTarget(
      `A token for ${own.identifier} is for nothing else. Ask with resource for ${choice}, and for its scopes only.`,
    );
  }

  private async idsOf(identifiers: readonly string[]): Promise<string[]> {
    const servers = await Promise.all(
      identifiers.map((identifier) => this.resourceServers.byIdentifier(identifier)),
    );
    return servers.map((server) => server?.id ?? '');
  }

  private async named(client: Client, requested: readonly string[]): Promise<ResourceServer[]> {
    const servers: ResourceServer[] = [];
    for (const identifier of requested) {
      const server = await this.resourceServers.byIdentifier(identifier);
      const allowed = client.apiScopes.some((name) => server?.scopes.has(name));
      if (server === undefined || !allowed) throw OAuthError.invalidTarget();
      servers.push(server);
    }
    return servers;
  }
}

/** Whether the scope was granted at this API, and still is one of its. */
function isAt(granted: Granted, { id, scopes }: ResourceServer, name: string): boolean {
  return scopes.has(name) && granted.at(id).includes(name);
}
