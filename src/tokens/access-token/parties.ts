import { Injectable } from '@nestjs/common';
import { type Client, Clients } from '#registry/clients';
import { epochSeconds, GRANT_TYPES_FOR_OTHERS, TOKEN_EXCHANGE } from '#protocol';
import { UserRepository } from '#people/users';
import type { TokenBasis } from '../authorization/authorization.repository.js';
import { whyEnded } from '../authorization/standing.js';
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
    private readonly users: UserRepository,
  ) {}

  /**
   * @param basis what the token rests on, where it speaks for a person
   * @returns why it no longer stands, for the log
   */
  async whyEnded(token: AccessToken, basis?: TokenBasis): Promise<string | undefined> {
    if (basis === undefined) return this.whyPartyEnded(token, token.subject);
    const { authorization, foundations } = basis;
    // After a token exchange that is another client than the one that holds the token.
    const owner = await this.clients.find(authorization.clientId);
    return (
      whyEnded(authorization, foundations, owner, epochSeconds()) ??
      (await this.whyPartyEnded(token, authorization.clientId))
    );
  }

  /** @param owner the client that the person authorized, or that the token is about */
  private async whyPartyEnded(token: AccessToken, owner: string): Promise<string | undefined> {
    const holder = await this.clients.find(token.clientId);
    const problem = whyUnfit(holder, token.scope);
    if (problem !== undefined) return problem;
    const exchanged = owner !== token.clientId || token.actor !== undefined;
    if (!exchanged) {
      return token.userId === undefined && !hasTokensOfItsOwn(holder)
        ? 'the client lost the grant type'
        : undefined;
    }
    if (holder?.grantTypes.has(TOKEN_EXCHANGE) !== true) return 'the client lost the grant type';
    if (token.userId === undefined) {
      const subject = whyUnfit(await this.clients.find(token.subject), token.scope);
      if (subject !== undefined) return subject;
    }
    return this.whyActorEnded(token);
  }

  /** Only the latest one: those before have no part in this token any more (RFC 8693 §4.1). */
  private async whyActorEnded({ actor }: AccessToken): Promise<string | undefined> {
    if (actor === undefined) return undefined;
    const { sub } = actor;
    const acting = (await this.clients.find(sub)) ?? (await this.users.find(sub));
    return acting === undefined || acting.disabled ? 'the actor is disabled' : undefined;
  }
}

function hasTokensOfItsOwn(client: Client | undefined): boolean {
  return [...(client?.grantTypes ?? [])].some((type) => !GRANT_TYPES_FOR_OTHERS.has(type));
}

function whyUnfit(client: Client | undefined, scope: readonly string[]): string | undefined {
  if (client === undefined || client.disabled) return 'the client is disabled';
  return scope.some((name) => !client.scopes.has(name)) ? 'the client lost a scope' : undefined;
}
