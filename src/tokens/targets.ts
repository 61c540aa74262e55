import { Injectable } from '@nestjs/common';
import type { Client } from '#registry/clients';
import { isOidcScope, OAuthError } from '#protocol';
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
   * resource server, so without `resource` the audience follows from the scope.
   *
   * @throws OAuthError `invalid_scope` for a scope that is unknown or not the client's,
   *   `invalid_target` for a resource that is unknown, not the client's, or not that of a scope
   */
  async resolve(
    client: Client,
    scope: readonly string[],
    requested: readonly string[],
  ): Promise<Target> {
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
    return { scope, resources: [...resources.values()], userInfo: scope.includes('openid') };
  }

  /**
   * The part of a granted scope that a token for `requested` carries (RFC 8707 §2.2). Without
   * `requested`, all of it; a token that is asked for one API is good there and nowhere else.
   * @throws OAuthError `invalid_target` when a resource was not granted
   */
  async narrow(
    scope: readonly string[],
    granted: readonly string[],
    requested: readonly string[],
  ): Promise<Target> {
    if (requested.some((identifier) => !granted.includes(identifier))) {
      throw OAuthError.invalidTarget();
    }
    const wanted = requested.length === 0 ? granted : requested;
    const resources: ResourceServer[] = [];
    for (const identifier of wanted) {
      const server = await this.resourceServers.byIdentifier(identifier);
      if (server === undefined) throw OAuthError.invalidTarget();
      resources.push(server);
    }
    const carried = scope.filter(
      (name) => isOidcScope(name) || resources.some((server) => server.scopes.has(name)),
    );
    const userInfo = requested.length === 0 && scope.includes('openid');
    return { scope: carried, resources, userInfo };
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
