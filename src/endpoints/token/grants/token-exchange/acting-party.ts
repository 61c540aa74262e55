import { Injectable } from '@nestjs/common';
import type { Client, TokenExchangePolicy } from '#registry/clients';
import { OAuthError } from '#protocol';
import { AccessTokens, type Actor, chainLength } from '#tokens';
import type { Subject } from './subject.js';

/** Limit: parties that act through one another. The chain is in every token, so it has an end. */
const MAX_CHAIN = 4;

export interface Acting {
  /** What `act` says; undefined for an impersonation of somebody for whom nobody acts. */
  readonly actor: Actor | undefined;
  /** What proves the actor, see AccessToken. */
  readonly restsOn: readonly string[];
  readonly authorizationId: string | undefined;
  readonly issuedAt: number;
  /** When whoever acts has to show a new token, in seconds since the epoch. */
  readonly expiresAt: number;
}

interface Party extends Omit<Acting, 'actor'> {
  readonly sub: string;
}

/** Finds out who is to act for the subject, and whether they may. */
@Injectable()
export class ActingParty {
  constructor(private readonly accessTokens: AccessTokens) {}

  /**
   * With an actor token that is whom it speaks for. Without one the client does not appear in the new
   * token if it may impersonate, and acts itself if it may only do that (RFC 8693 §1.1).
   *
   * @throws OAuthError `unauthorized_client` when the client's policy has no place for it,
   *   `invalid_request` when the actor token is not good or the subject does not allow this party
   */
  async find(
    actorToken: string | undefined,
    subject: Subject,
    client: Client,
    policy: TokenExchangePolicy,
  ): Promise<Acting> {
    const impersonates = actorToken === undefined && policy.impersonation;
    if (!impersonates && !policy.delegation) {
      throw OAuthError.unauthorizedClient(
        'This client may not act for others in this way.',
      ).refusedBy({
        ...{ check: 'acting-party', spec: 'RFC 8693 §1.1' },
        expected: 'delegation in the token_exchange of the registration, or impersonation',
        got: actorToken === undefined ? 'no actor_token' : 'an actor_token',
      });
    }
    const party = await this.party(actorToken, client);
    // Whether it is named in the new token or not (RFC 8693 §4.4).
    if (subject.mayAct !== undefined && subject.mayAct.sub !== party.sub) {
      throw refused('may_act names another party');
    }
    // Who acted so far is not forgotten when somebody impersonates.
    const actor = impersonates ? subject.actor : extended(subject, party.sub);
    if (chainLength(actor) > MAX_CHAIN) throw refused('the chain of actors is too long');
    const { sub, ...proof } = party;
    const kept = actor?.sub === sub ? proof.authorizationId : subject.actorAuthorizationId;
    return { actor, ...proof, authorizationId: kept };
  }

  private async party(actorToken: string | undefined, client: Client): Promise<Party> {
    if (actorToken === undefined) {
      const proof = { restsOn: [], authorizationId: undefined, issuedAt: 0, expiresAt: Infinity };
      return { sub: client.id, ...proof };
    }
    const inspection = await this.accessTokens.inspect(actorToken);
    if ('problem' in inspection) throw refused(inspection.problem);
    const { token } = inspection;
    // A token that was sent to the client proves that somebody called, not that they act for anybody.
    if (token.clientId !== client.id) throw refused('the actor token is of another client');
    if (token.actor !== undefined) throw refused('somebody acts for the actor already');
    // Its tokens would name a person by what no pairwise client may learn (OIDC Core §8).
    if (token.userId !== undefined && client.sector !== undefined) {
      throw refused('a person would act, and the client knows people by pairwise identifiers');
    }
    const { jti, restsOn, authorizationId, issuedAt, expiresAt } = token;
    const proof = { restsOn: [jti, ...restsOn], authorizationId, issuedAt, expiresAt };
    return { sub: token.userId ?? token.subject, ...proof };
  }
}

/** The chain with one more party, unless that acts already or is the subject itself. */
function extended({ sub, actor }: Subject, party: string): Actor | undefined {
  if (actor?.sub === party || (actor === undefined && sub === party)) return actor;
  return { sub: party, ...(actor === undefined ? {} : { act: actor }) };
}

function refused(reason: string): OAuthError {
  return new OAuthError(
    'invalid_request',
    'Nobody that the request shows may act for the subject.',
    { reason },
  ).refusedBy({
    ...{ check: 'acting-party', spec: 'RFC 8693 §4.4', got: reason },
    expected: 'a party that the subject token allows, by a live token of this client',
  });
}
