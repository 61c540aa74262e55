import { Injectable } from '@nestjs/common';
import type { Client } from '#registry/clients';
import { Granted, isOidcScope, OAuthError, parseScope } from '#protocol';
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

  /**
   * The scope that a client asks for. What nobody here knows is ignored (OIDC Core §3.1.2.1); without a
   * `scope` it is all that the client is registered for and that needs a person no longer than they
   * are here (RFC 6749 §3.3).
   * @param requested identifiers: what is of other APIs is not asked for by saying nothing
   * @throws OAuthError `invalid_scope` when it is malformed, not the client's, or nothing of it is known
   */
  async asked(
    client: Client,
    value: string | undefined,
    requested: readonly string[],
  ): Promise<readonly string[]> {
    if (value === undefined) {
      const all = [...client.scopes].filter((name) => name !== 'offline_access');
      if (requested.length === 0) return all;
      const { scope: there } = await this.resourceServers.grantOf(all, requested);
      return all.filter((name) => isOidcScope(name) || there.includes(name));
    }
    const scope = await this.known(value);
    await this.checkAllowed(client, scope);
    return scope;
  }

  /** As much of a `scope` as somebody here knows. @throws OAuthError `invalid_scope` when that is nothing */
  async known(value: string): Promise<readonly string[]> {
    const scope = parseScope(value.replace(/^ +| +$/g, ''));
    if (scope === undefined) {
      throw OAuthError.invalidScope('The scope is no list of scope names.').refusedBy({
        ...{ check: 'scope', spec: 'RFC 6749 §3.3' },
        ...{ expected: 'names with one space between them', got: { scope: value } },
      });
    }
    const known: string[] = [];
    for (const name of scope) {
      const owners = isOidcScope(name) ? undefined : await this.resourceServers.owners(name);
      if (owners?.length !== 0) known.push(name);
    }
    if (known.length > 0) return known;
    throw OAuthError.invalidScope('None of the requested scopes is known here.').refusedBy({
      ...{ check: 'scope', spec: 'RFC 6749 §3.3' },
      ...{ expected: 'a scope of OpenID Connect, or of a registered API', got: { scope: value } },
    });
  }

  /** All of these scopes; of those at the resources alone, if some are named. @throws OAuthError */
  async resolveAll(
    client: Client,
    scope: readonly string[],
    requested: readonly string[],
  ): Promise<Granted> {
    if (requested.length === 0) return Granted.of(scope, await this.find(client, scope, []));
    // Who names an API has said which one of several a name is of.
    const all = await this.resourceServers.grantOf(scope);
    const { scope: there, resources } = await this.narrow(all, requested);
    return Granted.of(there, resources);
  }

  private async find(
    client: Client,
    scope: readonly string[],
    requested: readonly string[],
  ): Promise<ResourceServer[]> {
    await this.checkAllowed(client, scope);
    const named = requested.length === 0 ? undefined : await this.named(client, requested);
    const resources = new Set(named);
    for (const name of scope) {
      if (isOidcScope(name)) continue;
      for (const owner of await this.ownersOf(client, name, named)) resources.add(owner);
    }
    return [...resources];
  }

  /** The APIs at which a scope is asked for: those that are named, or the only one that has it. */
  private async ownersOf(
    client: Client,
    name: string,
    named: readonly ResourceServer[] | undefined,
  ): Promise<readonly ResourceServer[]> {
    const all = await this.resourceServers.owners(name);
    if (all.length === 0) {
      throw OAuthError.invalidScope(`There is no scope ${name} any more.`).refusedBy({
        ...{ check: 'scope', spec: 'RFC 6749 §3.3' },
        ...{ expected: 'scopes of APIs that there are', got: { scope: name } },
      });
    }
    const owners = named === undefined ? all : named.filter(({ scopes }) => scopes.has(name));
    if (owners.length === 0) {
      throw OAuthError.invalidTarget(
        'A requested scope does not belong to the resource.',
      ).refusedBy({
        ...{ check: 'resource', spec: 'RFC 8707 §2' },
        expected: `scopes of these resources; ${name} is one of ${identifiersOf(all)}`,
        got: { resource: (named ?? []).map(({ identifier }) => identifier), scope: name },
      });
    }
    if (named === undefined && owners.length > 1) {
      const choice = identifiersOf(owners);
      throw OAuthError.invalidTarget(
        `Several APIs have a scope ${name}. Ask with resource for ${choice}.`,
      ).refusedBy({
        ...{ check: 'resource', spec: 'RFC 8707 §2' },
        ...{ expected: `resource, with one of ${choice}`, got: { scope: name } },
      });
    }
    if (owners.every((server) => mayAskFor(client, name, server))) return owners;
    throw notRegistered(client, name);
  }

  /** What is not the client's may be that of an API which is open to anybody. */
  private async checkAllowed(client: Client, scope: readonly string[]): Promise<void> {
    for (const name of scope) {
      if (client.scopes.has(name)) continue;
      const owners = await this.resourceServers.owners(name);
      if (!owners.some((server) => mayAskFor(client, name, server)))
        throw notRegistered(client, name);
    }
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
      if (server === undefined) throw notGranted(granted, requested);
      resources.push(server);
    }
    const own = this.checkAlone(resources);
    checkDistinct(granted, resources);
    const carried = granted.scope.filter(
      (name) => isOidcScope(name) || resources.some((server) => isAt(granted, server, name)),
    );
    const userInfo = requested.length === 0 && own === undefined && carried.includes('openid');
    return { scope: carried, resources, userInfo };
  }

  /** Whether anything is left of where a grant was for: an API that is deleted is gone for good. */
  async reaches({ resources }: Granted): Promise<boolean> {
    if (resources.length === 0) return true;
    for (const id of resources) {
      if ((await this.resourceServers.find(id)) !== undefined) return true;
    }
    return false;
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
    ).refusedBy({
      ...{ check: 'resource', spec: 'RFC 8707 §3', expected: 'one of them alone' },
      got: { resource: resources.map(({ identifier }) => identifier) },
    });
  }

  private async idsOf(identifiers: readonly string[]): Promise<string[]> {
    const ids = new Set<string>();
    for (const identifier of identifiers) {
      ids.add((await this.resourceServers.byIdentifier(identifier))?.id ?? '');
    }
    return [...ids];
  }

  private async named(client: Client, requested: readonly string[]): Promise<ResourceServer[]> {
    const servers: ResourceServer[] = [];
    for (const identifier of requested) {
      const server = await this.resourceServers.byIdentifier(identifier);
      if (server === undefined || !mayTarget(client, server)) {
        throw OAuthError.invalidTarget().refusedBy({
          ...{ check: 'resource', spec: 'RFC 8707 §2' },
          expected:
            server === undefined
              ? 'the identifier of a registered API'
              : 'an API that is open to the client, or for a scope of which it is registered',
          got: { resource: identifier },
        });
      }
      servers.push(server);
    }
    return servers;
  }
}

function notRegistered({ scopes }: Client, name: string): OAuthError {
  return OAuthError.invalidScope(`The client is not registered for the scope ${name}.`).refusedBy({
    ...{ check: 'scope', spec: 'RFC 6749 §3.3' },
    expected: `scopes that the client is registered for: ${[...scopes].join(' ')}`,
    got: { scope: name },
  });
}

const identifiersOf = (servers: readonly ResourceServer[]): string =>
  servers
    .map(({ identifier }) => identifier)
    .sort()
    .join(' or ');

function mayAskFor({ scopes }: Client, name: string, { openTo }: ResourceServer): boolean {
  return scopes.has(name) || openTo === 'anybody';
}

/** Whether the client may have tokens for the API as a whole, whatever they permit there. */
function mayTarget(client: Client, { openTo, scopes }: ResourceServer): boolean {
  if (openTo === 'anybody') return true;
  if (openTo === 'registered' && client.metadata.unverified !== true) return true;
  return client.apiScopes.some((name) => scopes.has(name));
}

/** All of them read one list of scopes: a name in it says the same to each that knows it. */
function checkDistinct(granted: Granted, resources: readonly ResourceServer[]): void {
  if (resources.length < 2) return;
  const names = new Set(resources.flatMap(({ id }) => granted.at(id)));
  for (const name of names) {
    if (resources.every(({ id, scopes }) => !scopes.has(name) || granted.at(id).includes(name)))
      continue;
    throw OAuthError.invalidTarget(
      `Several APIs have a scope ${name}, and it was granted at one. Ask with resource for each.`,
    ).refusedBy({
      ...{ check: 'resource', spec: 'RFC 8707 §2' },
      ...{ expected: `one of ${identifiersOf(resources)} at a time`, got: { scope: name } },
    });
  }
}

function notGranted(granted: Granted, requested: readonly string[]): OAuthError {
  return OAuthError.invalidTarget().refusedBy({
    ...{ check: 'resource', spec: 'RFC 8707 §2.2' },
    expected: 'APIs that were granted, and still are there',
    got: requested.length === 0 ? { scope: granted.scope } : { resource: requested },
  });
}

/** Whether the scope was granted at this API, and still is one of its. */
function isAt(granted: Granted, { id, scopes }: ResourceServer, name: string): boolean {
  return scopes.has(name) && granted.at(id).includes(name);
}
