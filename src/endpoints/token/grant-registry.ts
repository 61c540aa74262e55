import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { RegistrableValues } from '#registry/clients';
import { Config } from '#platform/config';
import { type Grant, type GrantOptions, grantOptionsOf } from './grant.js';
import { compileRequest, type RequestReader } from './request-compiler.js';

export interface RegisteredGrant {
  readonly grant: Grant;
  readonly options: GrantOptions;
  /** Reads and checks the grant's own parameters. */
  readonly read: RequestReader;
}

/** Every grant type there is, found at start-up: what is registered here is everywhere. */
@Injectable()
export class GrantRegistry implements OnModuleInit {
  private readonly grants = new Map<string, RegisteredGrant>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly registrable: RegistrableValues,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { legacyGrants } = this.config;
    for (const { grant, options } of grantOptionsOf(this.discovery)) {
      if (options.legacy !== undefined && !legacyGrants.has(options.legacy)) continue;
      const problem = this.problemWith(grant, options);
      if (problem !== undefined) throw new Error(`the grant type ${options.grantType} ${problem}`);
      this.grants.set(options.grantType, { grant, options, read: compileRequest(options.request) });
      this.registrable.grantTypes.set(options.grantType, options);
    }
  }

  /** Extensions may be written without a compiler. */
  private problemWith(grant: Grant, options: GrantOptions): string | undefined {
    if (this.grants.has(options.grantType)) return 'is registered twice';
    if (typeof grant.authorize !== 'function') return 'has no method authorize';
    if (!['client', 'user', 'subject'].includes(options.speaksFor)) {
      return 'does not say whom its tokens speak for: speaksFor is client, user or subject';
    }
    if (typeof options.refreshToken !== 'boolean') {
      return 'does not say whether a refresh token begins with its tokens: refreshToken';
    }
    if (typeof options.publicClients !== 'boolean') {
      return 'does not say whether clients may use it that cannot authenticate: publicClients';
    }
    return undefined;
  }

  find(grantType: string): RegisteredGrant | undefined {
    return this.grants.get(grantType);
  }

  all(): readonly RegisteredGrant[] {
    return [...this.grants.values()];
  }
}
