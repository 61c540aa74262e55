import type { Client } from '#registry/clients';
import type { ClaimsRequest, Granted, Parameters } from '#protocol';
import type { ResponseMode } from './response-modes/response-mode.js';

/** What a client can have people asked; the last one where people make accounts (Initiating User Registration §4). */
export const PROMPT_VALUES = ['none', 'login', 'consent', 'select_account', 'create'] as const;

/** The values of `prompt`. */
export type PromptValue = (typeof PROMPT_VALUES)[number];

/** An authorization request whose client and redirect URI are known to be good. */
export interface RedirectableRequest {
  readonly parameters: Parameters;
  readonly client: Client;
  /** Where the answer goes. */
  readonly redirectUri: string;
  readonly state: string | undefined;
}

/** An authorization request that has passed every check. */
export interface AuthorizationRequest extends RedirectableRequest {
  /** The name of the response type (ResponseTypeRegistry). */
  readonly responseType: string;
  readonly responseMode: ResponseMode;
  readonly scope: readonly string[];
  /** What it asks for, where: the scope, and the resource servers that it and `resource` lead to. */
  readonly asked: Granted;
  readonly nonce: string | undefined;
  readonly codeChallenge: string | undefined;
  readonly prompt: ReadonlySet<PromptValue>;
  /** Seconds after which the person has to prove themselves again. */
  readonly maxAge: number | undefined;
  /** The only people whose answer the client wants, as it knows them; absent: anybody's. */
  readonly expectedSubjects: ReadonlySet<string> | undefined;
  readonly claims: ClaimsRequest | undefined;
}
