/**
 * The checks that refuse requests, each by the name of its file: `redirect-uri` is `redirect-uri.check.ts`.
 */
export const CHECKS = [
  'account',
  'acting-party',
  'admission',
  'admissions',
  'assessment',
  'authorization-code',
  'basic-credentials',
  'bearer-assertions',
  'bearer-token',
  'claims',
  'claims-request',
  'client',
  'client-assertions',
  'client-authentication',
  'client-authenticator',
  'client-credentials',
  'client-documents',
  'client-registrations',
  'code-challenge',
  'code-verifier',
  'consent',
  'device-code',
  'duplicates',
  'exchange-targets',
  'form-body',
  'given-answers',
  'grant-type',
  'id-token-hint',
  'introspection',
  'jwt-bearer',
  'kept-requests',
  'limits',
  'max-age',
  'nonce',
  'parameters',
  'password',
  'plan-registration',
  'prompt',
  'pushed-authorization',
  'pushed-authorization-requests',
  'redirect-uri',
  'refresh-token',
  'registration',
  'request-compiler',
  'request-object-claims',
  'request-object-decryption',
  'request-object-documents',
  'request-object-reader',
  'request-objects',
  'request-resolver',
  'resource',
  'response-mode',
  'response-type',
  'revocation',
  'scope',
  'standing',
  'state',
  'step-up',
  'subject-tokens',
  'token-exchange',
  'token-floors',
  'upstream-logout-tokens',
  'upstream-people',
] as const;

export type Check = (typeof CHECKS)[number];

/**
 * What may be kept of a request that was refused. Never a code, a token, a secret, a verifier, a password or an
 * assertion: what has no name here is not kept.
 */
export const FACTS = [
  'alg',
  'client_id',
  'clock_skew',
  'code_challenge_method',
  'enc',
  'grant_type',
  'kid',
  'length',
  'limit',
  'max_age',
  'members',
  'method',
  'parameter',
  'prompt',
  'redirect_uri',
  'request_uri',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'token_type',
  'typ',
] as const;

/** What a request said; undefined where it said nothing. */
export type Facts = {
  readonly [Name in (typeof FACTS)[number]]?: string | number | readonly string[] | undefined;
} & {
  /** In words of our own, which nothing of the request stands in. */
  readonly found?: string | undefined;
};

/** Why a request was refused, for admins only. What is answered to it does not change by it. */
export interface Refusal {
  readonly check: Check;
  /** The section that asks for it. */
  readonly spec: string;
  readonly expected: string;
  /** A text is in words of our own. */
  readonly got: string | Facts;
  /** Whose grant it was about. */
  readonly userId?: string | undefined;
}
