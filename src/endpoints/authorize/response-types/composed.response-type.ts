import { canonicalResponseType } from '#protocol';
import type {
  GrantedRequest,
  ResponseParameters,
  ResponsePart,
  ResponseType,
  ResponseWord,
} from './response-type.js';

/** A response type made of its words. */
export class ComposedResponseType implements ResponseType {
  readonly name: string;
  readonly words: ReadonlySet<ResponseWord>;
  readonly defaultMode: 'query' | 'fragment';
  readonly grantTypes: readonly string[];

  /** @param parts in the order in which they are issued */
  constructor(private readonly parts: readonly ResponsePart[]) {
    const words = parts.map(({ word }) => word);
    this.name = canonicalResponseType(words.join(' '));
    this.words = new Set(words);
    // A code is worth nothing to whoever reads it; tokens are, and stay out of the query (§5).
    this.defaultMode = this.name === 'code' ? 'query' : 'fragment';
    this.grantTypes = grantTypesOf(this.words);
  }

  async issue(granted: GrantedRequest): Promise<ResponseParameters> {
    let answer: ResponseParameters = {};
    for (const part of this.parts) answer = { ...answer, ...(await part.issue(granted, answer)) };
    return answer;
  }
}

/**
 * As in the table of OIDC Registration §2, but for `code id_token`: that gives no token that could be
 * used anywhere, so whoever may use the code flow may use it.
 */
function grantTypesOf(words: ReadonlySet<ResponseWord>): string[] {
  const implicit = words.has('token') || !words.has('code');
  return [...(words.has('code') ? ['authorization_code'] : []), ...(implicit ? ['implicit'] : [])];
}
