import { Injectable } from '@nestjs/common';
import { type Client, Clients } from '#registry/clients';
import { type Check, OAuthError, type Parameters } from '#protocol';
import { IdTokens, Targets } from '#tokens';
import type { AuthorizationRequest, RedirectableRequest } from './authorization-request.js';
import { AuthorizationResponseError } from './authorization-response-error.js';
import {
  checksAfterRedirect,
  checksBeforeRedirect,
  checksOfTheClient,
  type CheckServices,
  type SafeDraft,
  type UnsafeDraft,
} from './checks/index.js';
import { RequestRules } from './request-rules.js';
import { responseModes } from './response-modes/index.js';
import { ResponseTypeRegistry } from './response-types/response-type-registry.js';

/** Is told of each check that is passed. */
export type Heard = (check: Check) => void;

/** Turns parameters into an authorization request, or says what is wrong with them. */
@Injectable()
export class RequestChecker {
  private readonly services: CheckServices;

  constructor(
    clients: Clients,
    idTokens: IdTokens,
    targets: Targets,
    responseTypes: ResponseTypeRegistry,
    rules: RequestRules,
  ) {
    this.services = { clients, idTokens, targets, responseTypes, rules };
  }

  /**
   * @throws OAuthError when nobody can be redirected to
   * @throws AuthorizationResponseError when the client has to be told
   */
  async check(parameters: Parameters, heard?: Heard): Promise<AuthorizationRequest> {
    const draft: SafeDraft = { ...(await this.checkBeforeRedirect(parameters, heard)) };
    try {
      for (const [name, check] of checksAfterRedirect) {
        await check(draft, this.services);
        heard?.(name);
      }
    } catch (error) {
      throw asResponse(error, draft);
    }
    return draft as AuthorizationRequest;
  }

  /**
   * The client that sends a request, before anything else of it is looked at.
   * @throws OAuthError when there is none
   */
  async client(parameters: Parameters): Promise<Client> {
    const draft: UnsafeDraft = { parameters };
    for (const [, check] of checksOfTheClient) await check(draft, this.services);
    if (draft.client === undefined) throw new Error('a check found nothing');
    return draft.client;
  }

  /** An error as the client can be told of it, if the parameters say where; else as it is. */
  async addressed(error: unknown, parameters: Parameters): Promise<unknown> {
    try {
      return asResponse(error, { ...(await this.checkBeforeRedirect(parameters)) });
    } catch (worse) {
      if (worse instanceof OAuthError) return error;
      throw worse;
    }
  }

  private async checkBeforeRedirect(
    parameters: Parameters,
    heard?: Heard,
  ): Promise<RedirectableRequest> {
    const draft: UnsafeDraft = { parameters };
    for (const [name, check] of checksBeforeRedirect) {
      await check(draft, this.services);
      heard?.(name);
    }
    const { client, redirectUri } = draft;
    if (client === undefined || redirectUri === undefined) throw new Error('a check found nothing');
    // A state that came twice is none: neither can be the one to send back.
    const state = parameters.duplicated.has('state') ? undefined : parameters.get('state');
    return { parameters, client, redirectUri, state };
  }
}

function asResponse(error: unknown, draft: SafeDraft): unknown {
  if (!(error instanceof OAuthError) || error.status >= 500) return error;
  return new AuthorizationResponseError(error, draft, draft.responseMode ?? modeForErrors(draft));
}

/** Before the mode is known: the one that most likely will be. */
function modeForErrors({ parameters, redirectUri }: RedirectableRequest) {
  const words = parameters.get('response_type')?.split(' ') ?? [];
  const inFront = words.includes('token') || words.includes('id_token');
  const posted = parameters.get('response_mode') === 'form_post' && redirectUri.startsWith('http');
  const mode = responseModes.get(posted ? 'form_post' : inFront ? 'fragment' : 'query');
  if (mode === undefined) throw new Error('the basic response modes are missing');
  return mode;
}
