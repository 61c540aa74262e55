import { Injectable } from '@nestjs/common';
import { AuthenticationContexts } from '#registry/authentication';
import { Attributes } from '#registry/claims';
import { ResourceServers } from '../resource-servers.js';
import type { ResourceCircumstances } from './plan-resource-server.js';

/** Finds what plans of APIs are judged by. */
@Injectable()
export class ResourceCircumstancesNow {
  constructor(
    private readonly resourceServers: ResourceServers,
    private readonly contexts: AuthenticationContexts,
    private readonly attributes: Attributes,
  ) {}

  async find(): Promise<Omit<ResourceCircumstances, 'isClient'>> {
    const { ownNames } = this.resourceServers;
    const taken = await this.resourceServers.scopeNames();
    const attributes = await this.attributes.declared();
    return { ...ownNames, taken, contexts: await this.contexts.names(), attributes };
  }
}
