import { Injectable } from '@nestjs/common';
import { type Client, Clients } from '#registry/clients';
import { OAuthError, type Parameters } from '#protocol';
import { type IdTokenHint, IdTokens } from '#tokens';
import type { LogoutRequest } from './logout-request.js';

/** Turns parameters into a logout request, or says what is wrong with them. */
@Injectable()
export class LogoutRequestChecker {
  constructor(
    private readonly clients: Clients,
    private readonly idTokens: IdTokens,
  ) {}

  /** @throws OAuthError `invalid_request`: for a page, never for a redirect (attacks J01, J02, J05) */
  async check(parameters: Parameters): Promise<LogoutRequest> {
    parameters.rejectDuplicates();
    const hint = await this.readHint(parameters.get('id_token_hint'));
    const client = await this.findClient(parameters.get('client_id'), hint);
    const uri = parameters.get('post_logout_redirect_uri');
    const state = parameters.get('state');
    if (uri !== undefined) checkReturnUri(uri, client);
    return {
      client,
      hinted: hint !== undefined,
      hintedSessionId: hint?.sessionId,
      returnUri: uri === undefined ? undefined : withState(uri, state),
      pinned: {
        ...(client === undefined ? {} : { client_id: client.id }),
        ...(uri === undefined ? {} : { post_logout_redirect_uri: uri }),
        ...(uri === undefined || state === undefined ? {} : { state }),
      },
    };
  }

  /** Expired ones count: people stay longer than ID tokens live (§4). */
  private async readHint(value: string | undefined): Promise<IdTokenHint | undefined> {
    if (value === undefined) return undefined;
    const hint = await this.idTokens.readHint(value);
    if (hint !== undefined) return hint;
    throw OAuthError.invalidRequest('The id_token_hint is not an ID token of this server.');
  }

  private async findClient(
    clientId: string | undefined,
    hint: IdTokenHint | undefined,
  ): Promise<Client | undefined> {
    if (clientId !== undefined && hint !== undefined && clientId !== hint.clientId) {
      throw OAuthError.invalidRequest('The id_token_hint was issued to another client.');
    }
    const id = clientId ?? hint?.clientId;
    if (id === undefined) return undefined;
    const client = await this.clients.find(id);
    if (client === undefined || client.disabled) {
      throw OAuthError.invalidRequest('The client is unknown.');
    }
    return client;
  }
}

/** Character by character, and loopback ports are no exception (§3). */
function checkReturnUri(uri: string, client: Client | undefined): void {
  if (client === undefined) {
    throw OAuthError.invalidRequest(
      'A post_logout_redirect_uri needs an id_token_hint, or the client_id it is registered for.',
    );
  }
  if (!client.metadata.post_logout_redirect_uris.includes(uri)) {
    throw OAuthError.invalidRequest('The post_logout_redirect_uri is not registered.');
  }
}

function withState(uri: string, state: string | undefined): string {
  if (state === undefined) return uri;
  const separator = uri.includes('?') ? '&' : '?';
  return `${uri}${separator}${new URLSearchParams({ state }).toString()}`;
}
