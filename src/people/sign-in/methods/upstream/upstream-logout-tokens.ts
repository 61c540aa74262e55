import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload } from 'jose';
import { OutboundError, PublishedKeys } from '#platform/outbound';
import { UsedValues } from '#platform/replay';
import { epochSeconds, OAuthError } from '#protocol';
import type { IdentityProvider } from '#registry/identity-providers';
import { UpstreamClient } from './upstream-client.js';

/** How old a logout token may be, and how far in advance, in seconds. */
const MAX_AGE = 120;
const SKEW = 30;
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'EdDSA',
];

/** Whose sessions have ended there: one that is named, or all of a person. */
export interface SaidEnded {
  readonly sid?: string | undefined;
  readonly subject?: string | undefined;
}

/** Logout tokens of identity providers (Back-Channel Logout 1.0 §2.4, §2.6), each good once. */
@Injectable()
export class UpstreamLogoutTokens {
  constructor(
    private readonly client: UpstreamClient,
    private readonly keys: PublishedKeys,
    private readonly used: UsedValues,
  ) {}

  /** @throws OAuthError `invalid_request` */
  async read(provider: IdentityProvider, token: string): Promise<SaidEnded> {
    const claims = await this.verified(provider, token);
    const { sub: subject, sid, jti, iat = 0, events } = claims;
    const event = typeof events === 'object' && events !== null && EVENT in events;
    if (!event || 'nonce' in claims || typeof jti !== 'string') throw refused('no logout token');
    const named = typeof sid === 'string' ? sid : undefined;
    if (named === undefined && subject === undefined) throw refused('it names nobody');
    if (!(await this.used.use('upstream_logout', provider.id, jti, iat + MAX_AGE + SKEW))) {
      throw refused('it came before');
    }
    return { sid: named, subject };
  }

  private async verified(provider: IdentityProvider, token: string): Promise<JWTPayload> {
    const { origin, clientId: audience } = provider;
    if (origin.kind !== 'oidc') throw refused('the provider has no logout tokens');
    try {
      const jwks_uri = await this.client.keysOf(provider);
      const { payload } = await this.keys.verify(
        token,
        { jwks_uri },
        {
          ...{ issuer: origin.issuer, audience, algorithms: ALGORITHMS, maxTokenAge: MAX_AGE },
          ...{ clockTolerance: SKEW, requiredClaims: ['iat', 'jti'] },
          currentDate: new Date(epochSeconds() * 1000),
        },
      );
      return payload;
    } catch (error) {
      if (error instanceof errors.JOSEError) throw refused('it is not good');
      if (error instanceof OutboundError) throw refused('the keys of the provider cannot be had');
      throw error;
    }
  }
}

function refused(got: string): OAuthError {
  return OAuthError.invalidRequest('This is no logout token of the provider.').refusedBy({
    ...{ check: 'upstream-logout-tokens', spec: 'Back-Channel Logout 1.0 §2.6', got },
    expected: 'a logout token of the provider, for us, that did not come before',
  });
}
