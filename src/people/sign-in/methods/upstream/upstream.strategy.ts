import { Injectable } from '@nestjs/common';
import { RefusedRequests } from '#platform/http';
import { fill, type Texts } from '#platform/texts';
import { epochSeconds } from '#protocol';
import type { IdentityProvider } from '#registry/identity-providers';
import type { Freshness } from '../../requirement.js';
import type { StrategyRequest } from '../passport-bridge.js';
import {
  IdentifierKnown,
  isMethodReference,
  LinkToProve,
  ProofDetails,
  type Refusal,
  type Strategy,
} from '../sign-in-method.js';
import type { UpstreamAccount } from './upstream-account.js';
import type { UpstreamVisit } from './upstream-client.js';
import { LastProvider } from './last-provider.js';
import { UpstreamPeople } from './upstream-people.js';
import { UpstreamVisits } from './upstream-visits.js';

/** What is believed of a provider that is trusted with it (RFC 8176 §2). */
const KNOWN_AMR = [
  ...['face', 'fpt', 'geo', 'hwk', 'iris', 'kba', 'mca', 'mfa', 'otp', 'pin', 'pop', 'pwd'],
  ...['rba', 'retina', 'sc', 'sms', 'swk', 'tel', 'user', 'vbm', 'wia'],
];

/** A passport strategy of ours that sends people to the provider that they choose, and takes them back. */
@Injectable()
export class UpstreamStrategy implements Strategy {
  declare success: (user: unknown, info: ProofDetails) => void;
  declare fail: (refusal: Refusal | LinkToProve | IdentifierKnown) => void;
  declare redirect: (url: string) => void;
  declare error: (error: unknown) => void;

  constructor(
    private readonly visits: UpstreamVisits,
    private readonly people: UpstreamPeople,
    private readonly refused: RefusedRequests,
    private readonly last: LastProvider,
  ) {}

  async authenticate(request: StrategyRequest): Promise<void> {
    if (request.method === 'POST') await this.leave(request);
    else await this.comeBack(request);
  }

  private async leave({ body, session, attempt }: StrategyRequest): Promise<void> {
    const provider = await this.chosen(body);
    if (provider === undefined) {
      const { provider: chosen, identifier = '' } = body;
      const here = chosen === undefined && typeof identifier === 'string';
      if (!here) this.fail({ text: (t) => t.upstream.gone });
      else if (identifier.trim() === '') this.fail({ text: (t) => t.recover.fillIn });
      else this.fail(new IdentifierKnown(identifier.trim()));
      return;
    }
    const freshness = attempt.interaction.requirement.freshness;
    if (provider.origin.kind === 'oauth2' && freshness !== undefined) {
      this.fail({ text: (t) => fill(t.upstream.cannotProve, { name: provider.name }) });
      return;
    }
    const typed = body['identifier'];
    const hint = typeof typed === 'string' && typed !== '' ? typed : undefined;
    const { url, visit } = await this.visits.begin(provider, {
      loginHint: hint ?? attempt.interaction.parameters.get('login_hint'),
      ...askedOf(freshness),
    });
    session['visit'] = visit;
    this.redirect(url);
  }

  private async chosen(body: StrategyRequest['body']): Promise<IdentityProvider | undefined> {
    const { provider: id, identifier } = body;
    if (typeof id === 'string') return this.visits.offered(id);
    return typeof identifier === 'string' ? this.visits.ofAddress(identifier) : undefined;
  }

  private async comeBack({ url, session, attempt }: StrategyRequest): Promise<void> {
    const account = await this.visits.end(url, session['visit'] as UpstreamVisit);
    if (!('subject' in account)) {
      this.fail(account);
      return;
    }
    const { interaction, browser } = attempt;
    const { expectedUser } = interaction.requirement;
    const found = await this.people.find(account, browser.origin, {
      known: expectedUser !== undefined,
    });
    const { provider } = account;
    const upstream = upstreamOf(account);
    if (found.kind === 'person') {
      this.last.remember(provider.id, browser);
      const at = Math.min(account.authTime ?? epochSeconds(), epochSeconds());
      this.success(found.user, new ProofDetails(amrOf(account), at, upstream));
    } else if (found.kind === 'prove') {
      this.fail(
        new LinkToProve(found.user.sub, {
          ...{ ...upstream, email: account.verifiedEmail, name: provider.name },
        }),
      );
    } else {
      const { origin } = browser;
      const { requestId: reference } = origin;
      const endpoint = '/upstream/:provider/callback';
      this.refused.tell({ error: found.error, endpoint, origin, toBeExplained: true });
      const text = (t: Texts) => fill(t.upstream.nobody, { name: provider.name, reference });
      this.fail({ text, reason: `${provider.id}: ${found.reason}` });
    }
  }
}

/** How young the sign-in there has to be: what of the requirement the provider can see to. */
function askedOf(freshness: Freshness = {}) {
  const { every, primary, anew } = freshness;
  const ages = [every, primary, anew ? 0 : undefined].filter((age) => age !== undefined);
  return ages.length === 0 ? {} : { maxAge: Math.min(...ages), anew: anew === true };
}

function amrOf({ provider, amr }: UpstreamAccount): ProofDetails['amr'] {
  const believed = provider.trustAmr ? amr.filter((one) => KNOWN_AMR.includes(one)) : [];
  return ['fed', ...new Set(believed.filter(isMethodReference))];
}

function upstreamOf({ provider, subject, sid, idToken }: UpstreamAccount) {
  return { providerId: provider.id, epoch: provider.epoch, subject, sid, idToken };
}
