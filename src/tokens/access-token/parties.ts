import { Injectable } from '@nestjs/common';
import { type Client, Clients } from '#registry/clients';
import { epochSeconds, TOKEN_EXCHANGE } from '#protocol';
import { ResourceServers } from '#registry/resources';
import { Config } from '#platform/config';
import {
  AuthorizationRepository,
  type TokenBasis,
} from '../authorization/authorization.repository.js';
import { standing, standingAtClient, standingOfClient } from '../authorization/standing.js';
import type { AccessToken } from './access-token.js';

/**
 * Whether everybody a token involves may still take part: the person, by the authorization it rests
 * on, and the client. After a token exchange that is more than one client, and whoever acts; each can
 * be disabled while the token lives (RFC 8693).
 */
@Injectable()
export class Parties {
  constructor(
    private readonly clients: Clients,
    private readonly resourceServers: ResourceServers,
    private readonly authorizations: AuthorizationRepository,
    private readonly config: Config,
  ) {}

  /**
   * @param basis what the token rests on, where it speaks for a person
   * @returns why it no longer stands, for the log
   */
  async whyEnded(token: AccessToken, basis?: TokenBasis): Promise<string | undefined> {
    return (
      (await this.whyAuthorizationEnded(basis)) ??
      (await this.whyApiEnded(token, basis)) ??
      (await this.whyPartyEnded(token, basis))
    );
  }

  private async whyAuthorizationEnded(basis: TokenBasis | undefined): Promise<string | undefined> {
    if (basis === undefined) return undefined;
    const { authorization, foundations } = basis;
    // After a token exchange that is another client than the one that holds the token.
    const owner = await this.clients.find(authorization.clientId);
    return standing(authorization, foundations, owner, epochSeconds());
  }

  /** Each API that it is for is still there, and not another one that goes by the same identifier. */
  private async whyApiEnded(token: AccessToken, basis?: TokenBasis): Promise<string | undefined> {
    const ids = basis?.authorization.granted.resources ?? token.resources;
    const audience = token.audience.filter((identifier) => identifier !== this.config.issuer);
    const apis = await this.resourceServers.named(audience);
    const here = apis.length === audience.length && apis.every(({ id }) => ids.includes(id));
    return here ? undefined : 'the API is gone';
  }

  private async whyPartyEnded(token: AccessToken, basis?: TokenBasis): Promise<string | undefined> {
    // The client that the person authorized, or that the token is about.
    const owner = basis?.authorization.clientId ?? token.subject;
    const holder = await this.clients.find(token.clientId);
    const problem = standingOfClient(holder, token);
    if (problem !== undefined) return problem;
    const exchanged = owner !== token.clientId || token.actor !== undefined;
    const speaksForItself = !exchanged && token.userId === undefined;
    if (holder === undefined || !mayHave(holder, { exchanged, speaksForItself })) {
      return 'the client lost the grant type';
    }
    if (!exchanged) return undefined;
    if (basis !== undefined) {
      const since = token.groupVersion ?? basis.authorization.groupVersion;
      const shutOut = standingAtClient(holder, basis.foundations, since);
      if (shutOut !== undefined) return shutOut;
    }
    if (token.userId === undefined) {
      const subject = standingOfClient(await this.clients.find(token.subject), token);
      if (subject !== undefined) return subject;
    }
    return this.whyActorEnded(token);
  }

  /** Only the latest one: those before have no part in this token any more (RFC 8693 §4.1). */
  private async whyActorEnded(token: AccessToken): Promise<string | undefined> {
    const { actor, actorAuthorizationId } = token;
    if (actor === undefined) return undefined;
    if (actorAuthorizationId === undefined) {
      return standingOfClient(await this.clients.find(actor.sub), token);
    }
    const acting = await this.authorizations.findBasis(actorAuthorizationId, '');
    if (acting === undefined) return 'the authorization of the actor is gone';
    return this.whyAuthorizationEnded(acting);
  }
}

/** The operator can have switched off what it needs for such a token, which is recorded nowhere. */
function mayHave(
  holder: Client,
  token: { readonly exchanged: boolean; readonly speaksForItself: boolean },
): boolean {
  if (token.exchanged) return holder.grantTypes.has(TOKEN_EXCHANGE);
  return !token.speaksForItself || holder.speaksForItself;
}
