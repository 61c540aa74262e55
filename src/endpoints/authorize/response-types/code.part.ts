import { Injectable } from '@nestjs/common';
import { Authorizations } from '#tokens';
import { newAuthorization } from './granted-authorization.js';
import { RepeatedValues } from './repeated-values.js';
import type { GrantedRequest, ResponseParameters, ResponsePart } from './response-type.js';

/** `code`: to be exchanged at the token endpoint (RFC 6749 §4.1). */
@Injectable()
export class CodePart implements ResponsePart {
  readonly word = 'code';

  constructor(
    private readonly authorizations: Authorizations,
    private readonly repeated: RepeatedValues,
  ) {}

  async issue(granted: GrantedRequest): Promise<ResponseParameters> {
    const { request } = granted;
    this.repeated.notice(request);
    const code = await this.authorizations.issueCode(
      newAuthorization(granted, 'authorization_code'),
      {
        redirectUri: request.redirectUri,
        redirectUriSent: request.parameters.has('redirect_uri'),
        codeChallenge: request.codeChallenge,
      },
    );
    return { code };
  }
}
