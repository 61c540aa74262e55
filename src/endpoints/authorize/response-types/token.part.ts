import { Injectable } from '@nestjs/common';
import { Authorizations, Targets, TokenIssuer } from '#tokens';
import { authenticatedUser, newAuthorization } from './granted-authorization.js';
import type { GrantedRequest, ResponseParameters, ResponsePart } from './response-type.js';

/**
 * `token`: an access token through the browser (RFC 6749 §4.2). It rests on an authorization of its
 * own, apart from that of a code beside it, and ends with the grant type `implicit` too.
 */
@Injectable()
export class TokenPart implements ResponsePart {
  readonly word = 'token';

  constructor(
    private readonly authorizations: Authorizations,
    private readonly targets: Targets,
    private readonly issuer: TokenIssuer,
  ) {}

  async issue(asked: GrantedRequest): Promise<ResponseParameters> {
    // Offline access comes with a refresh token, at the token endpoint or not at all (OIDC Core §11):
    // without it this authorization ends with the session.
    const online = asked.granted.scope.filter((name) => name !== 'offline_access');
    const granted = asked.granted.only(online);
    const target = await this.targets.narrow(granted, []);
    const token = await this.issuer.issueAccessToken({
      client: asked.request.client,
      ...target,
      user: authenticatedUser(asked),
      authorizationId: await this.authorizations.begin(
        newAuthorization({ ...asked, granted }, 'implicit'),
      ),
    });
    return { ...token, expires_in: String(token.expires_in) };
  }
}
