import { Injectable } from '@nestjs/common';
import {
  type Client,
  type ClientMetadataInput,
  Clients,
  matchingSecret,
  underPolicy,
} from '#registry/clients';
import { equalInConstantTime, randomToken, sha256 } from '#platform/crypto';
import type { RequestOrigin } from '#platform/http';
import { OAuthError } from '#protocol';
import { Admissions } from './admissions.js';
import {
  type ClientRegistration,
  ClientRegistrationRepository,
} from './client-registration.repository.js';
import { missingToken, refusedToken } from './registration-errors.js';

/** The prefix lets secret scanners recognise a leaked token. */
const TOKEN_PREFIX = 'gh_rat_';

/** What a client is told about itself. */
export interface Registered {
  readonly client: Client;
  /** The one that was made just now, if one was. */
  readonly secret: string | undefined;
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
    private readonly repository: ClientRegistrationRepository,
  ) {}

  /** @throws OAuthError `invalid_redirect_uri`, `invalid_client_metadata`, or as Admissions does */
  async register(
    metadata: ClientMetadataInput,
    token: string | undefined,
    origin: RequestOrigin,
  ): Promise<Registered> {
    const admission = await this.admissions.admit(token, origin);
    try {
      const permitted = underPolicy(metadata, admission.policy);
      const created = await this.clients.register(permitted, { selfRegistered: true });
      const accessToken = TOKEN_PREFIX + randomToken();
      await this.repository.create(created.client.id, accessToken, admission);
      return { ...created, accessToken };
    } catch (error) {
      if (error instanceof OAuthError) await this.admissions.release(admission);
      throw error;
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
      throw refusedToken('not the registration access token of this client');
    }
    return { ...found, client, accessToken };
  }

  /**
   * Replaces all that is registered (RFC 7592 §2.2), on the terms on which the client registered.
   * @param stated what the client says that its id and secret are
   * @throws OAuthError `invalid_redirect_uri` or `invalid_client_metadata`
   */
  async replace(
    { client, policy, accessToken }: ManagedClient,
    metadata: ClientMetadataInput,
    stated: { clientId: string; secret: string | undefined },
  ): Promise<Registered> {
    if (stated.clientId !== client.id) {
      throw new OAuthError('invalid_client_metadata', 'client_id is not that of this client.');
    }
    if (typeof stated.secret === 'string' && matchingSecret(client, stated.secret) === undefined) {
      throw new OAuthError('invalid_client_metadata', 'A client cannot choose its client_secret.');
    }
    const changed = await this.clients.replace(client, underPolicy(metadata, policy));
    if (changed === undefined) throw refusedToken('the client was deleted meanwhile');
    return { ...changed, accessToken };
  }

  /** Ends the client, and with it all its tokens and consents (RFC 7592 §2.3). */
  async delete({ client }: ManagedClient): Promise<void> {
    if (!(await this.clients.delete(client.id))) throw refusedToken('the client is gone');
  }
}
