import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Problem } from '#platform/http';
import { isOidcScope } from '#protocol';
import { DEFAULT_ACCESS_TOKEN_LIFETIME, type ResourceServer } from '../resource-server.js';
import {
  ResourceServerRepository,
  ResourceServerTaken,
  type ResourceServerChange,
} from '../resource-server.repository.js';
import { ResourceServers } from '../resource-servers.js';
import type {
  CreateResourceServerRequest,
  UpdateResourceServerRequest,
} from './resource-server.request.js';
import type { ScopeRequest } from './scope.request.js';

/** What admins do with resource servers; each change is known to this node at once. */
@Injectable()
export class ResourceServerAdministration {
  private readonly ownScopes: ReadonlySet<string>;

  constructor(
    private readonly repository: ResourceServerRepository,
    private readonly resourceServers: ResourceServers,
    private readonly config: Config,
  ) {
    this.ownScopes = new Set(resourceServers.own.flatMap((server) => [...server.scopes.keys()]));
  }

  /** A page in the order of ids. They are few, so that reading all of them costs nothing more. */
  async list(after: string, limit: number): Promise<ResourceServer[]> {
    return (await this.repository.all()).filter(({ id }) => id > after).slice(0, limit);
  }

  /** @throws Problem 404 */
  async find(id: string): Promise<ResourceServer> {
    const server = await this.repository.find(id);
    if (server === undefined) throw Problem.notFound('resource server');
    return server;
  }

  /** @throws Problem 409 */
  async create(body: CreateResourceServerRequest): Promise<ResourceServer> {
    // Whoever could name an address of ours would have tokens made that our own APIs accept.
    if (URL.canParse(body.identifier) && new URL(body.identifier).origin === this.config.issuer) {
      throw Problem.conflict('The addresses of Gatehouse itself cannot be registered.');
    }
    return this.changing(
      this.repository.create({
        identifier: body.identifier,
        name: body.name,
        accessTokenFormat: body.access_token_format ?? 'jwt',
        accessTokenLifetime: body.access_token_lifetime ?? DEFAULT_ACCESS_TOKEN_LIFETIME,
        scopes: this.checkedScopes(body.scopes ?? []),
      }),
    );
  }

  /** @throws Problem 404, 409 */
  async update(id: string, body: UpdateResourceServerRequest): Promise<ResourceServer> {
    const change: ResourceServerChange = {
      ...(body.name === undefined ? {} : { name: body.name }),
      ...(body.scopes === undefined ? {} : { scopes: this.checkedScopes(body.scopes) }),
      ...(body.access_token_format === undefined
        ? {}
        : { accessTokenFormat: body.access_token_format }),
      ...(body.access_token_lifetime === undefined
        ? {}
        : { accessTokenLifetime: body.access_token_lifetime }),
    };
    const updated = await this.changing(this.repository.update(id, change));
    if (!updated) throw Problem.notFound('resource server');
    return this.find(id);
  }

  /** @throws Problem 404 */
  async delete(id: string): Promise<void> {
    const deleted = await this.changing(this.repository.delete(id));
    if (!deleted) throw Problem.notFound('resource server');
  }

  private checkedScopes(scopes: readonly ScopeRequest[]): ReadonlyMap<string, string> {
    const taken = scopes.find(({ name }) => isOidcScope(name) || this.ownScopes.has(name));
    if (taken !== undefined) {
      throw Problem.conflict(`The scope ${taken.name} belongs to Gatehouse itself.`);
    }
    return new Map(scopes.map(({ name, description }) => [name, description]));
  }

  private async changing<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof ResourceServerTaken)) throw error;
      throw Problem.conflict(CONFLICTS[error.what]);
    } finally {
      this.resourceServers.forget();
    }
  }
}

const CONFLICTS = {
  identifier: 'A resource server with this identifier exists already.',
  scope: 'One of the scopes belongs to another resource server.',
} as const;
