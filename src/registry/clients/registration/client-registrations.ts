import { Injectable } from '@nestjs/common';
import { type Author, RefusedChange } from '#platform/changes';
import {
  type ChangedClient,
  type Client,
  ClientChanges,
  ClientExpiry,
  type ClientMetadataInput,
  Clients,
  planClientEnd,
} from '#registry/clients';
import { equalInConstantTime, randomToken, sha256 } from '#platform/crypto';
import { Problem, type RequestOrigin } from '#platform/http';
import { OAuthError } from '#protocol';
import { Admissions } from './admissions.js';
import {
  type ClientRegistration,
  ClientRegistrationRepository,
} from './client-registration.repository.js';
import { planRegistration, planRegistrationReplacement, type Stated } from './plan-registration.js';
import { missingToken, refusedRegistration, refusedToken } from './registration-errors.js';

/** The prefix lets secret scanners recognise a leaked token. */
const TOKEN_PREFIX = 'gh_rat_';

/** What a client is told about itself. */
export interface Registered extends ChangedClient {
  readonly accessToken: string;
}

/** A client that has shown its registration access token. */
export interface ManagedClient extends ClientRegistration {
  readonly client: Client;
  readonly accessToken: string;
}

/** What clients do with their own registrations. */
@Injectable()
export class ClientRegistrations {
  constructor(
    private readonly admissions: Admissions,
    private readonly clients: Clients,
    private readonly changes: ClientChanges,
    private readonly expiry: ClientExpiry,
    private readonly repository: ClientRegistrationRepository,
  ) {}

  /** @throws OAuthError `invalid_redirect_uri`, `invalid_client_metadata`, or as Admissions does */
  async register(
    metadata: ClientMetadataInput,
    token: string | undefined,
    origin: RequestOrigin,
  ): Promise<Registered> {
    const admission = await this.admissions.admit(token, metadata, origin);
    const terms = { ...admission, expiresAt: this.expiry.ofUseNow() };
    const accessToken = TOKEN_PREFIX + randomToken();
    const circumstances = await this.changes.ownCircumstances();
    try {
      const created = await this.changes.create(
        (id) => planRegistration(id, metadata, terms, circumstances),
        (id) => ({ actor: { kind: 'client', id }, origin }),
        (manager, id) => this.repository.create(manager, id, accessToken, admission),
      );
      return { ...created, accessToken };
    } catch (error) {
      const refusal = toldAsOAuth(error);
      if (refusal instanceof OAuthError) await this.admissions.release(admission);
      throw refusal;
    }
  }

  /**
   * Who may manage this client: whoever has its registration access token. An unknown client, a token
   * of another one and a disabled client look alike (RFC 7592 §2; attack H09).
   * @throws OAuthError `invalid_token`, 401
   */
  async authenticate(clientId: string, accessToken: string | undefined): Promise<ManagedClient> {
    if (accessToken === undefined) throw missingToken('registration');
    const client = await this.clients.find(clientId);
    const found = client?.disabled === false ? await this.repository.find(clientId) : undefined;
    const hash = found?.accessTokenHash ?? sha256('');
    if (!equalInConstantTime(hash, sha256(accessToken)) || !client || !found) {
      throw refusedToken(
        'registration',
        client === undefined || found === undefined
          ? 'an unknown client, or one that is disabled'
          : 'another token',
        clientId,
      );
    }
    return { ...found, client, accessToken };
  }

  /**
   * Replaces all that is registered (RFC 7592 §2.2), on the terms on which the client registered.
   * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`, 429; Problem 412
   */
  async replace(
    managed: ManagedClient,
    wanted: { metadata: ClientMetadataInput; stated: Stated },
    author: Author & { readonly origin: RequestOrigin },
  ): Promise<Registered> {
    const { client, policy, accessToken } = managed;
    await this.admissions.admitChange(managed, wanted.metadata, author.origin);
    const circumstances = await this.changes.ownCircumstances();
    const planOf = (before: Client) =>
      planRegistrationReplacement(before, wanted, policy, circumstances);
    try {
      return { ...(await this.changes.change(client.id, planOf, author)), accessToken };
    } catch (error) {
      throw toldAsOAuth(error);
    }
  }

  /** Ends the client, and with it all its tokens and consents (RFC 7592 §2.3). */
  async delete({ client }: ManagedClient, author: Author): Promise<void> {
    const circumstances = this.changes.circumstances();
    const planOf = (before: Client) => planClientEnd(before, circumstances);
    try {
      await this.changes.delete(client.id, planOf, author);
    } catch (error) {
      throw toldAsOAuth(error);
    }
  }
}

/** A client that is gone looks like one that never was. */
function toldAsOAuth(error: unknown): unknown {
  if (error instanceof RefusedChange) return refusedRegistration(error);
  const gone = error instanceof Problem && error.status === 404;
  return gone ? refusedToken('registration', 'the client was deleted meanwhile') : error;
}
