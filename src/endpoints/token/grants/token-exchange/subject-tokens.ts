import { Injectable } from '@nestjs/common';
import { type Client, Subjects } from '#registry/clients';
import { epochSeconds, methodsOf, namesResource, OAuthError } from '#protocol';
import {
  type AccessToken,
  AccessTokens,
  AuthorizationRepository,
  IdTokens,
  proofsOf,
  RefreshTokenInspector,
  type StoredAuthorization,
  standing,
} from '#tokens';
import type { Subject } from './subject.js';
import { ACCESS_TOKEN, REFRESH_TOKEN, type SubjectTokenType } from './token-types.js';

/** Finds out what a token that is to be exchanged is worth, and whether this client may do it. */
@Injectable()
export class SubjectTokens {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokenInspector,
    private readonly idTokens: IdTokens,
    private readonly authorizations: AuthorizationRepository,
    private readonly subjects: Subjects,
  ) {}

  /** @throws OAuthError `invalid_request`, as RFC 8693 §2.2.2 asks for */
  read(value: string, type: SubjectTokenType, client: Client): Promise<Subject> {
    if (type === ACCESS_TOKEN) return this.accessToken(value, client);
    return type === REFRESH_TOKEN ? this.refreshToken(value, client) : this.idToken(value, client);
  }

  private async accessToken(value: string, client: Client): Promise<Subject> {
    const inspection = await this.accessTokens.inspect(value);
    if ('problem' in inspection) throw refused(inspection.problem);
    const { token } = inspection;
    if (!isMeantFor(client, token)) throw refused('the token is meant for somebody else');
    const { authTime, amr } = proofsOf(inspection);
    const user = token.userId === undefined ? undefined : { sub: token.userId, amr };
    return {
      ...token,
      restsOn: [token.jti, ...token.restsOn],
      granted: await this.accessTokens.grantedBy(token),
      sub: token.userId ?? token.subject,
      user: user && { ...user, ...(authTime === undefined ? {} : { authTime }) },
    };
  }

  /** Looked at, not used up: the client may still refresh with it. */
  private async refreshToken(value: string, client: Client): Promise<Subject> {
    const authorization = await this.refreshTokens.findLive(value);
    if (authorization?.clientId !== client.id) throw refused('no live refresh token of the client');
    return subjectOf(authorization, client, authorization.refreshExpiresAt ?? 0);
  }

  /**
   * An ID token says who signed in, and nothing of what may be done in their name. That is in the
   * authorization which the same person gave the same client in the same session.
   */
  private async idToken(value: string, client: Client): Promise<Subject> {
    const token = await this.idTokens.verify(value);
    if (token?.clientId !== client.id) throw refused('no valid ID token of the client');
    const { subject, sessionId, expiresAt } = token;
    if (sessionId === undefined) throw refused('the ID token belongs to no session');
    const stored = await this.authorizations.findOfSession(client.id, sessionId);
    if (stored === undefined) throw refused('the authorization is gone');
    const { authorization, foundations } = stored;
    if (this.subjects.of(client, authorization.userId) !== subject) throw refused('another person');
    const ended = standing(authorization, foundations, client, epochSeconds());
    if (ended !== undefined) throw refused(ended);
    return subjectOf(authorization, client, expiresAt);
  }
}

function subjectOf(row: StoredAuthorization, client: Client, expiresAt: number): Subject {
  return {
    sub: row.userId,
    user: { sub: row.userId, authTime: row.authTime, amr: methodsOf(row.factors) },
    authorizationId: row.id,
    granted: row.granted,
    actor: undefined,
    actorAuthorizationId: undefined,
    // It ends with its authorization.
    restsOn: [],
    issuedAt: 0,
    mayAct: client.metadata.may_act,
    expiresAt,
  };
}

/**
 * Whether the client got the token itself, or was sent it as the API that it is for. Anybody else
 * has found it (attack K13).
 */
function isMeantFor(client: Client, token: AccessToken): boolean {
  const { resource_server: own } = client.metadata;
  return token.clientId === client.id || (own !== undefined && namesResource(token.audience, own));
}

function refused(reason: string): OAuthError {
  return new OAuthError(
    'invalid_request',
    'The subject_token is not valid, or may not be exchanged by this client.',
    { reason },
  ).refusedBy({
    ...{ check: 'subject-tokens', spec: 'RFC 8693 §2.2.2', got: reason },
    expected: 'a live token that this client got, or was sent as the API that it is for',
  });
}
