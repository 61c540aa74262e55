import type { Client } from '#registry/clients';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { randomToken, sha256 } from '#platform/crypto';
import { Housekeeper } from '#platform/housekeeping';
import { ErrorForPeople } from '#platform/http';
import { INTERACTION_LIFETIME, wayOnTo } from '#people/sign-in';
import { epochSeconds, type OAuthError, Parameters } from '#protocol';
import { PushedAuthorizationRequestEntity } from './pushed-authorization-request.entity.js';

/** What the address of every pushed request begins with (RFC 9126 §2.2). */
export const REQUEST_URN = 'urn:ietf:params:oauth:request_uri:';

/** Seconds in which a browser has to come with it; the person may take longer. */
export const PUSHED_REQUEST_LIFETIME = 90;

/** A pushed request as a browser refers to it. */
export interface PushedAuthorizationRequest {
  /** Names it to {@link PushedAuthorizationRequests.consume}. */
  readonly digest: string;
  readonly clientId: string;
  /** The client's, when it was pushed. */
  readonly endedVersion: number;
  readonly parameters: Parameters;
  /** Whether it can still be asked for: it is neither too old nor answered. */
  readonly isOpen: boolean;
}

/** Pushed authorization requests that wait for a browser to refer to them. */
@Injectable()
export class PushedAuthorizationRequests implements OnModuleInit {
  constructor(
    @InjectRepository(PushedAuthorizationRequestEntity)
    private readonly rows: Repository<PushedAuthorizationRequestEntity>,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  /** @returns its `request_uri`, of which only a digest is stored */
  async push({ id: clientId, endedVersion }: Client, parameters: Parameters): Promise<string> {
    const requestUri = REQUEST_URN + randomToken();
    const now = epochSeconds();
    const validUntil = now + PUSHED_REQUEST_LIFETIME;
    await this.rows.insert({
      requestUriHash: sha256(requestUri),
      clientId,
      clientEndedVersion: endedVersion,
      parameters: JSON.stringify(parameters),
      consumedAt: null,
      createdAt: now,
      validUntil,
      // Somebody who came in the last moment still has to be told apart from a second one.
      expiresAt: validUntil + INTERACTION_LIFETIME,
    });
    return requestUri;
  }

  async find(requestUri: string): Promise<PushedAuthorizationRequest | undefined> {
    const digest = sha256(requestUri);
    const row = await this.rows.findOneBy({ requestUriHash: digest });
    if (row === null) return undefined;
    return {
      digest,
      clientId: row.clientId,
      endedVersion: row.clientEndedVersion,
      parameters: Parameters.from(JSON.parse(row.parameters) as Record<string, string>),
      isOpen: row.consumedAt === null && row.validUntil > epochSeconds(),
    };
  }

  /**
   * Uses it up, when it is answered and not before: people reload pages (attack G04).
   * True for exactly one caller.
   */
  async consume(digest: string): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ consumedAt: epochSeconds() })
      .where('request_uri_hash = :digest AND consumed_at IS NULL', { digest })
      .execute();
    return affected === 1;
  }
}

/** There is no such request, or none any more: the same words for both. */
export function invalidRequestUri(client?: Client): OAuthError {
  const wayOn = client && wayOnTo(client);
  return new ErrorForPeople('requestOver', { code: 'invalid_request_uri', wayOn });
}
