import type { RefusedChange } from '#platform/changes';
import { OAuthError, type OAuthErrorCode, type Refusal } from '#protocol';

const CHALLENGE = 'Bearer realm="gatehouse"';

/** There is no token: the challenge says nothing of an error, as RFC 6750 §3 has it. */
export function missingToken(what: 'initial' | 'registration'): OAuthError {
  return new OAuthError('invalid_token', `This needs an ${NAMES[what]}.`, {
    status: 401,
    headers: { 'www-authenticate': CHALLENGE },
    refusal: { ...REFUSALS[what], got: 'no access token' },
  });
}

const NAMES = {
  initial: 'initial access token, which an admin can give you',
  registration: 'access token: the registration_access_token of this client',
};

const REFUSALS: Readonly<Record<'initial' | 'registration', Omit<Refusal, 'got'>>> = {
  initial: {
    ...{ check: 'admissions', spec: 'RFC 7591 §3' },
    expected: 'an initial access token that is in force and not used up',
  },
  registration: {
    ...{ check: 'client-registrations', spec: 'RFC 7592 §3' },
    expected: 'the registration access token of this client',
  },
};

/** The token is not good, for a reason that only the log and admins are told. */
export function refusedToken(
  what: keyof typeof REFUSALS,
  reason: string,
  clientId?: string,
): OAuthError {
  const description = 'The access token is not valid here, or not any more.';
  return new OAuthError('invalid_token', description, {
    status: 401,
    reason,
    headers: {
      'www-authenticate': `${CHALLENGE}, error="invalid_token", error_description="${description}"`,
    },
    refusal: {
      ...REFUSALS[what],
      got: { found: reason, ...(clientId === undefined ? {} : { client_id: clientId }) },
    },
  });
}

export function tooManyRequests(retryAfter: number): OAuthError {
  const description = 'Too many requests from this address.';
  return new OAuthError('temporarily_unavailable', description).tooOften(
    retryAfter,
    'registrations_per_hour',
  );
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
    refusal: {
      ...{ check: 'plan-registration', spec: 'RFC 7591 §3.2.2' },
      expected: 'client metadata that the terms of registration allow',
      got: {
        found: error,
        members: problems.map(({ pointer }) => pointer).filter((pointer) => pointer !== ''),
      },
    },
  });
}
