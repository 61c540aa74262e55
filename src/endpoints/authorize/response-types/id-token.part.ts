import { Injectable } from '@nestjs/common';
import { TokenIssuer } from '#tokens';
import { authenticatedUser } from './granted-authorization.js';
import { RepeatedValues } from './repeated-values.js';
import type { GrantedRequest, ResponseParameters, ResponsePart } from './response-type.js';

/** `id_token`: who signed in, through the browser (OIDC Core §3.2.2.5, §3.3.2.5). */
@Injectable()
export class IdTokenPart implements ResponsePart {
  readonly word = 'id_token';

  constructor(
    private readonly issuer: TokenIssuer,
    private readonly repeated: RepeatedValues,
  ) {}

  async issue(asked: GrantedRequest, soFar: ResponseParameters): Promise<ResponseParameters> {
    const { code, access_token: accessToken } = soFar;
    const { request } = asked;
    // A code beside it has been looked at together with the same nonce.
    if (code === undefined) this.repeated.notice(request);
    // Whoever gets no access token cannot ask userinfo: what the scope opens is in the ID token then
    // (OIDC Core §5.4).
    const alone = code === undefined && accessToken === undefined;
    const idToken = await this.issuer.issueIdToken(request.client, authenticatedUser(asked), {
      code,
      accessToken,
      scope: alone ? asked.granted.scope : [],
    });
    return { id_token: idToken };
  }
}
