import { Injectable } from '@nestjs/common';
import { RegistrableValues } from '#registry/clients';
import { Config } from '#platform/config';
import { canonicalResponseType } from '#protocol';
import { CodePart } from './code.part.js';
import { ComposedResponseType } from './composed.response-type.js';
import { IdTokenPart } from './id-token.part.js';
import type { ResponseType } from './response-type.js';
import { TokenPart } from './token.part.js';

/**
 * Every response type there is; clients may register these and no others. Those of the grant type
 * `implicit` are there only where the operator wants them: what comes through the browser can leak
 * and be injected there (RFC 9700 §2.1.2).
 */
@Injectable()
export class ResponseTypeRegistry {
  private readonly types: ReadonlyMap<string, ResponseType>;

  constructor(
    { legacyGrants }: Config,
    registrable: RegistrableValues,
    code: CodePart,
    token: TokenPart,
    idToken: IdTokenPart,
  ) {
    const implicit = legacyGrants.has('implicit');
    // An ID token vouches for what comes with it (OIDC Core §3.3.2.11), and so comes last.
    const types = [
      [code],
      [code, idToken],
      [idToken],
      [token],
      [token, idToken],
      [code, token],
      [code, token, idToken],
    ].map((parts) => new ComposedResponseType(parts));
    const enabled = types.filter((type) => implicit || !type.grantTypes.includes('implicit'));
    this.types = new Map(enabled.map((type) => [type.name, type]));
    for (const { name, grantTypes } of enabled) registrable.responseTypes.set(name, grantTypes);
    if (implicit) registrable.grantTypes.set('implicit', { speaksFor: 'user' });
  }

  find(name: string): ResponseType | undefined {
    return this.types.get(canonicalResponseType(name));
  }

  /** One that a check has found before. */
  get(name: string): ResponseType {
    const type = this.find(name);
    if (type === undefined) throw new Error(`the response type ${name} is gone`);
    return type;
  }

  names(): string[] {
    return [...this.types.keys()];
  }
}
