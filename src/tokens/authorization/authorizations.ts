import { Injectable } from '@nestjs/common';
import type { AssertionIssuer } from '#registry/assertion-issuers';
import type { Client } from '#registry/clients';
import { randomId, randomToken, sha256 } from '#platform/crypto';
import {
  type ClaimsRequest,
  epochSeconds,
  type Factors,
  formatClaimsRequest,
  formatFactors,
  type Granted,
} from '#protocol';
import type { AuthorizationEntity } from './authorization.entity.js';
import {
  AuthorizationRepository,
  type AssessedAuthorization,
  type RefreshLifetime,
} from './authorization.repository.js';
import { toAuthorization } from './stored-authorization.js';

/** How long an authorization code lives (RFC 6749 §4.1.2; FAPI 2.0 §5.3.2.1). */
export const CODE_LIFETIME = 60;

/** The longest that an API allows; until then a replay must be able to end an access token. */
const LONGEST_ACCESS_TOKEN = 3600;

/** The prefix lets secret scanners recognise a leaked code. */
const CODE_PREFIX = 'gh_ac_';

/** When the last token can have expired: a refresh token is good for another access token to its end. */
export function lastExpiry(
  { metadata }: Client,
  now: number,
  refresh: RefreshLifetime | undefined,
): number {
  const longest = Math.max(LONGEST_ACCESS_TOKEN, metadata.access_token_lifetime ?? 0);
  return (refresh?.absoluteExpiresAt ?? now) + longest;
}

/** What a person has authorized, by whatever grant type. */
export interface NewAuthorization {
  readonly client: Client;
  readonly grantType: string;
  readonly userId: string;
  /** The user's, when they authorized it: a password changed since ends the authorization. */
  readonly credentialVersion: number;
  /** The same of all access in their name. */
  readonly accessVersion: number;
  /** The same of their roles; only asked for where one is needed. */
  readonly roleVersion?: number | undefined;
  /** Their count of joins, see User. */
  readonly groupVersion: number;
  /** Absent when no browser of theirs was involved; the authorization then ends by itself. */
  readonly sessionId?: string | undefined;
  readonly authTime: number;
  readonly factors: Factors;
  /** The consent it rests on; absent when none was needed. */
  readonly consentId?: string | undefined;
  /** On whose word it is given, if the person is not here. */
  readonly assertionIssuer?: Pick<AssertionIssuer, 'id' | 'endedVersion'>;
  readonly granted: Granted;
  readonly nonce?: string | undefined;
  readonly claims?: ClaimsRequest | undefined;
}

/** What a code has to come back with. */
export interface CodeBinding {
  readonly redirectUri: string;
  readonly redirectUriSent: boolean;
  readonly codeChallenge: string | undefined;
}

/** Starts authorizations. */
@Injectable()
export class Authorizations {
  constructor(private readonly repository: AuthorizationRepository) {}

  /** Starts one with a code. @returns the code, of which only a digest is stored */
  async issueCode(request: NewAuthorization, binding: CodeBinding): Promise<string> {
    const now = epochSeconds();
    const code = CODE_PREFIX + randomToken();
    await this.repository.create({
      ...newRow(request, now),
      codeHash: sha256(code),
      codeExpiresAt: now + CODE_LIFETIME,
      redirectUri: binding.redirectUri,
      redirectUriSent: Number(binding.redirectUriSent),
      codeChallenge: binding.codeChallenge ?? null,
      expiresAt: now + CODE_LIFETIME,
    });
    return code;
  }

  /** Whether a code can still be redeemed. */
  async isUnused(code: string): Promise<boolean> {
    const found = await this.repository.findByCode(sha256(code));
    return found?.authorization.codeConsumedAt === null;
  }

  /**
   * Starts one whose tokens are issued at once, with the first refresh token if `refresh` is given.
   * @returns its id
   */
  async begin(request: NewAuthorization, refresh?: RefreshLifetime): Promise<string> {
    const now = epochSeconds();
    const row = newRow(request, now);
    await this.repository.create({
      ...row,
      ...(refresh === undefined
        ? {}
        : {
            refreshGeneration: 1,
            refreshRotatedAt: now,
            refreshExpiresAt: refresh.expiresAt,
            refreshAbsoluteExpiresAt: refresh.absoluteExpiresAt,
          }),
      expiresAt: lastExpiry(request.client, now, refresh),
    });
    return row.id;
  }

  /**
   * What an authorization would be and rest on if it began now: for a grant that has to ask whether it
   * stands before anything is used up. Undefined when its person is gone.
   */
  async assess(request: NewAuthorization): Promise<AssessedAuthorization | undefined> {
    const authorization = toAuthorization(newRow(request, epochSeconds()));
    const foundations = await this.repository.foundationsOf(authorization);
    return foundations && { authorization, foundations };
  }
}

type Row = { [Column in keyof AuthorizationEntity]: AuthorizationEntity[Column] };

function newRow(request: NewAuthorization, now: number): Row {
  const offline =
    request.granted.scope.includes('offline_access') || request.sessionId === undefined;
  return {
    id: randomId(),
    clientId: request.client.id,
    userId: request.userId,
    sessionId: request.sessionId ?? null,
    consentId: request.consentId ?? null,
    assertionIssuerId: request.assertionIssuer?.id ?? null,
    assertionIssuerEndedVersion: request.assertionIssuer?.endedVersion ?? null,
    grantType: request.grantType,
    online: offline ? 0 : 1,
    granted: request.granted.toString(),
    claims: (request.claims && formatClaimsRequest(request.claims)) ?? null,
    factors: formatFactors(request.factors),
    authTime: request.authTime,
    credentialVersion: request.credentialVersion,
    accessVersion: request.accessVersion,
    roleVersion: request.roleVersion ?? 0,
    groupVersion: request.groupVersion,
    clientEndedVersion: request.client.endedVersion,
    nonce: request.nonce ?? null,
    codeHash: null,
    codeExpiresAt: null,
    codeConsumedAt: null,
    codeFailures: 0,
    redirectUri: null,
    redirectUriSent: 0,
    codeChallenge: null,
    refreshGeneration: 0,
    refreshRotatedAt: null,
    refreshRotatedFrom: null,
    refreshRequest: null,
    refreshRetriedAt: null,
    refreshExpiresAt: null,
    refreshAbsoluteExpiresAt: null,
    createdAt: now,
    expiresAt: now,
    revokedAt: null,
    endedReason: null,
  };
}
