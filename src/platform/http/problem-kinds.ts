/** What a management API answers instead of what was asked (RFC 9457 §3.1.1). */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** The code in `error`, where the refusal itself has no other. */
  readonly error: string;
  readonly meaning: string;
  readonly whatToDo: string;
}

const kinds = <Name extends string>(table: Readonly<Record<Name, ProblemKind>>) => table;

/** Every kind of problem. The name completes `<issuer>/docs/problems#` to its `type`. */
export const PROBLEM_KINDS = kinds({
  'invalid-request': {
    status: 400,
    title: 'Invalid request',
    error: 'invalid_request',
    meaning: 'The request is malformed, or a value in it is.',
    whatToDo: 'Correct what errors points to. The same request will be refused again.',
  },
  'unknown-member': {
    status: 400,
    title: 'Unknown member',
    error: 'invalid_request',
    meaning: 'The request has a member or a query parameter that this operation does not know.',
    whatToDo:
      'Look for a slip of the pen: errors names the nearest that there is. Nothing was done.',
  },
  'registration-refused': {
    status: 400,
    title: 'Registration refused',
    error: 'invalid_client_metadata',
    meaning:
      'The metadata of the client do not go together, or may not be registered (RFC 7591 §3.2.2).',
    whatToDo: 'Read detail, and error for its code.',
  },
  'invalid-token': {
    status: 401,
    title: 'Invalid token',
    error: 'invalid_token',
    meaning:
      'There is no access token for this API, or it has expired or was revoked (RFC 6750 §3.1).',
    whatToDo: 'Get a new access token.',
  },
  'insufficient-user-authentication': {
    status: 401,
    title: 'Insufficient user authentication',
    error: 'insufficient_user_authentication',
    meaning:
      'The person whom the access token speaks for signed in too long ago for this, or not strongly enough (RFC 9470 §3).',
    whatToDo:
      'Let them sign in again, with the max_age and acr_values that WWW-Authenticate names, and repeat the request with the new token.',
  },
  'access-denied': {
    status: 403,
    title: 'Access denied',
    error: 'access_denied',
    meaning: 'The caller may not do this, whatever the scope of the access token.',
    whatToDo: 'Read detail.',
  },
  'insufficient-scope': {
    status: 403,
    title: 'Insufficient scope',
    error: 'insufficient_scope',
    meaning: 'The access token does not permit this (RFC 6750 §3.1).',
    whatToDo: 'Ask for the scope that detail names. Nobody can give away more than they have.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    error: 'not_found',
    meaning: 'There is no such address, or nothing there any more.',
    whatToDo: 'Compare the identifier with the answer that it came from.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    error: 'method_not_allowed',
    meaning: 'This address does not answer requests of this method.',
    whatToDo: 'Use one of those in the header Allow.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    error: 'conflict',
    meaning: 'The request is sound, but goes against what there is.',
    whatToDo: 'Read detail, look at what there is, and decide anew.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    error: 'idempotency_key_reused',
    meaning: 'Another request was sent with this Idempotency-Key within the last day.',
    whatToDo: 'Send a key of its own with each request, and the same only with the same request.',
  },
  'precondition-failed': {
    status: 412,
    title: 'Precondition failed',
    error: 'precondition_failed',
    meaning: 'Somebody has changed it since the version that If-Match names (RFC 9110 §13.1.1).',
    whatToDo: 'Read it again, and send the change with the new ETag.',
  },
  'content-too-large': {
    status: 413,
    title: 'Content too large',
    error: 'invalid_request',
    meaning: 'The body of the request is too large.',
    whatToDo: 'Send less.',
  },
  'uri-too-long': {
    status: 414,
    title: 'URI too long',
    error: 'invalid_request',
    meaning: 'The address is too long.',
    whatToDo: 'Send less in the query.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    error: 'invalid_request',
    meaning: 'The body is of a media type, or encoded in a way, that this operation does not read.',
    whatToDo: 'Send JSON as application/json, to PATCH also as application/merge-patch+json.',
  },
  'headers-too-large': {
    status: 431,
    title: 'Request header fields too large',
    error: 'invalid_request',
    meaning: 'The headers of the request are too large.',
    whatToDo: 'Send less.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts',
    error: 'too_many_attempts',
    meaning: 'There were too many failed attempts.',
    whatToDo: 'Wait for as many seconds as Retry-After says.',
  },
  'server-error': {
    status: 500,
    title: 'Server error',
    error: 'server_error',
    meaning: 'Something went wrong here that is no fault of the request.',
    whatToDo: 'Tell the operator the instance: it is in the log with the reason.',
  },
  'temporarily-unavailable': {
    status: 503,
    title: 'Temporarily unavailable',
    error: 'temporarily_unavailable',
    meaning: 'This cannot be answered now.',
    whatToDo: 'Try again after as many seconds as Retry-After says.',
  },
});

export type ProblemName = keyof typeof PROBLEM_KINDS;

const NAMES = Object.keys(PROBLEM_KINDS) as ProblemName[];

/** The kind of an error of RFC 6749 or RFC 6750 that a management API answers. */
export function problemNameOf(status: number, code: string): ProblemName {
  const fits = NAMES.filter((name) => kindOf(name).status === status);
  const found = fits.find((name) => kindOf(name).error === code) ?? fits[0];
  return found ?? (status < 500 ? 'invalid-request' : 'server-error');
}

export function kindOf(name: ProblemName): ProblemKind {
  return PROBLEM_KINDS[name];
}
