import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { epochSeconds } from '#protocol';
import { ResourceServers } from '#registry/resources';
import type { Client } from '../client.js';
import { type Finding, lint, type LintChoice } from './lint.js';
import type { LintedClient } from './lint-rule.js';

/** Looks at clients as they are: what is registered, and what has become of it. */
@Injectable()
export class ClientLinter {
  constructor(
    private readonly resourceServers: ResourceServers,
    private readonly config: Config,
  ) {}

  async findings(
    clients: readonly Pick<Client, 'metadata' | 'secrets'>[],
    choice: LintChoice,
  ): Promise<Finding[][]> {
    const scopes = await this.resourceServers.scopeNames();
    const now = epochSeconds();
    const ownDomains = this.ownDomains();
    return clients.map(({ metadata, secrets }) => {
      const linted: LintedClient = { metadata, secrets, scopes, ownDomains, now };
      return lint(linted, choice);
    });
  }

  /** Those of the admin, and that of the issuer: `example.com` of `sso.example.com`. */
  private ownDomains(): string[] {
    const { hostname } = new URL(this.config.issuer);
    const labels = hostname.split('.');
    const isName = labels.length > 2 && !/^[\d.]+$/.test(hostname);
    return [...this.config.verifiedDomains, ...(isName ? [labels.slice(1).join('.')] : [])];
  }
}
