import type { RefusedChange } from '#platform/changes';
import { OAuthError, type OAuthErrorCode } from '#protocol';

const CHALLENGE = 'Bearer realm="gatehouse"';

/** There is no token: the challenge says nothing of an error, as RFC 6750 §3 has it. */
export function missingToken(what: 'initial' | 'registration'): OAuthError {
  return new OAuthError('invalid_token', `This needs an ${NAMES[what]}.`, {
    status: 401,
    headers: { 'www-authenticate': CHALLENGE },
  });
}

const NAMES = {
  initial: 'initial access token, which an admin can give you',
  registration: 'access token: the registration_access_token of this client',
};

/** The token is not good, for a reason that only the log is told. */
export function refusedToken(reason: string): OAuthError {
  const description = 'The access token is not valid here, or not any more.';
  return new OAuthError('invalid_token', description, {
    status: 401,
    reason,
    headers: {
      'www-authenticate': `${CHALLENGE}, error="invalid_token", error_description="${description}"`,
    },
  });
}

export function tooManyRequests(retryAfter: number): OAuthError {
  const description = 'Too many requests from this address.';
  return new OAuthError('temporarily_unavailable', description).tooOften(retryAfter);
}

/** The first of the problems, as RFC 7591 §3.2.2 tells it, with all of them beside it. */
export function refusedRegistration({
  problems,
  status,
  error,
  detail,
}: RefusedChange): OAuthError {
  const reason = problems[0]?.reason;
  return new OAuthError(error as OAuthErrorCode, detail, {
    status,
    errors: problems.map(({ pointer, detail: about }) => ({ pointer, detail: about })),
    ...(reason === undefined ? {} : { reason }),
  });
}
