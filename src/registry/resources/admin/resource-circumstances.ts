import { Injectable } from '@nestjs/common';
import { AuthenticationContexts } from '#registry/authentication';
import { ResourceServers } from '../resource-servers.js';
import type { ResourceCircumstances } from './plan-resource-server.js';

/** Finds what plans of APIs are judged by. */
@Injectable()
export class ResourceCircumstancesNow {
  constructor(
    private readonly resourceServers: ResourceServers,
    private readonly contexts: AuthenticationContexts,
  ) {}

  async find(): Promise<Omit<ResourceCircumstances, 'isClient'>> {
    const { ownNames } = this.resourceServers;
    const taken = await this.resourceServers.scopeNames();
    return { ...ownNames, taken, contexts: await this.contexts.names() };
  }
}
