import type { Granted } from '#protocol';
import type { Consent } from '#people/consent';
import type { LiveSession } from '#people/sessions';
import type { ResponseModeName } from '../response-modes/index.js';
import type { AuthorizationRequest } from '../authorization-request.js';

/** What a person has authorized: everything the request asked for has been answered. */
export interface GrantedRequest {
  readonly request: AuthorizationRequest;
  readonly session: LiveSession;
  /** What was granted of what was asked. */
  readonly granted: Granted;
  readonly roleVersion: number | undefined;
  /** Absent when none was needed. */
  readonly consent: Consent | undefined;
}

/** What `response_type` is made of (OAuth 2.0 Multiple Response Type Encoding Practices §3, §5). */
export type ResponseWord = 'code' | 'id_token' | 'token';

/** Parameters of an authorization response. */
export type ResponseParameters = Readonly<Record<string, string>>;

/** What one word of a response type adds to the answer. */
export interface ResponsePart {
  readonly word: ResponseWord;
  /** @param soFar what other parts of the same answer have issued before */
  issue(granted: GrantedRequest, soFar: ResponseParameters): Promise<ResponseParameters>;
}

/** One value of `response_type` (RFC 6749 §3.1.1, §8.4). */
export interface ResponseType {
  /** Its words in alphabetical order, separated by spaces. */
  readonly name: string;
  readonly words: ReadonlySet<ResponseWord>;
  readonly defaultMode: ResponseModeName;
  /** The grant types that a client has to be registered for as well. */
  readonly grantTypes: readonly string[];
  /** The parameters of the answer, without `state` and `iss`. */
  issue(granted: GrantedRequest): Promise<ResponseParameters>;
}
