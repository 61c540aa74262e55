import { Injectable } from '@nestjs/common';
import { UsedValues } from '#platform/replay';
import { fill } from '#platform/texts';
import { epochSeconds } from '#protocol';
import { type IdentityProvider, IdentityProviders } from '#registry/identity-providers';
import { JOURNEY_LIFETIME } from '../../journeys.js';
import type { Refusal } from '../sign-in-method.js';
import type { UpstreamAccount } from './upstream-account.js';
import {
  UpstreamClient,
  UpstreamDenied,
  type UpstreamRequest,
  type UpstreamVisit,
} from './upstream-client.js';

/** How far the clock of a provider may be from ours, in seconds. */
const CLOCK_SKEW = 30;

/** Visits of people to identity providers: each is answered once, by the provider that it was to. */
@Injectable()
export class UpstreamVisits {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly client: UpstreamClient,
    private readonly used: UsedValues,
  ) {}

  /** One that people may choose. */
  async offered(id: string): Promise<IdentityProvider | undefined> {
    return (await this.providers.offered()).find((one) => one.id === id);
  }

  /** At which the people of a domain are at home; the domain alone decides (attack I08). */
  async ofAddress(identifier: string): Promise<IdentityProvider | undefined> {
    return this.providers.ofDomain(identifier.trim().split('@').at(-1) ?? '');
  }

  begin(provider: IdentityProvider, request: UpstreamRequest) {
    return this.client.begin(provider, request);
  }

  /** Who came back, in answer to this visit and to no other; or why nobody did. */
  async end(url: string, visit: UpstreamVisit): Promise<UpstreamAccount | Refusal> {
    const provider = await this.providers.find(visit.provider);
    // Disabled, deleted or made again while somebody was there (attack I23).
    if (provider?.enabled !== true || provider.epoch !== visit.epoch) {
      return { text: (t) => t.upstream.gone, reason: 'the provider was disabled meanwhile' };
    }
    const until = epochSeconds() + JOURNEY_LIFETIME;
    if (!(await this.used.use('upstream_state', provider.id, visit.state, until))) {
      return { text: (t) => t.upstream.repeated, reason: 'the answer came before' };
    }
    const { name } = provider;
    try {
      const query = new URL(url, 'http://localhost').search;
      const account = await this.client.finish(provider, query, visit);
      if (isFresh(account, visit)) return account;
      return { text: (t) => fill(t.upstream.notFresh, { name }), reason: 'an earlier sign-in' };
    } catch (error) {
      if (!(error instanceof UpstreamDenied)) throw error;
      return { text: (t) => fill(t.upstream.denied, { name }), reason: 'denied there' };
    }
  }
}

/** Measured when people left: what they do there afterwards takes its time. */
function isFresh({ authTime }: UpstreamAccount, { maxAge, begunAt }: UpstreamVisit): boolean {
  if (maxAge === undefined) return true;
  return authTime !== undefined && authTime >= begunAt - maxAge - CLOCK_SKEW;
}
