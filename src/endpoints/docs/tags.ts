import type { OpenAPIObject } from '@nestjs/swagger';

/** The groups of operations, in the order in which a newcomer needs them. */
export const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['clients', 'Applications that get tokens here: register them, change them, rotate secrets.'],
  ['users', 'People who sign in: create them, change them, disable them.'],
  ['sessions', 'Browsers in which people are signed in: whose, since when, from where; end them.'],
  ['authorizations', 'What applications can do in the name of people, and how long.'],
  ['consents', 'What people have allowed applications to do.'],
  ['groups', 'Groups of people, and who is in them: what applications decide by.'],
  ['roles', 'What applications and APIs call those who may do something there, and who that is.'],
  ['resource servers', 'The APIs that tokens are for, and the scopes that open them (RFC 8707).'],
  ['assertion issuers', 'Partners whose signed word about a user is taken for a token (RFC 7523).'],
  ['identity providers', 'Others at which people have the account that they sign in with here.'],
  ['registration', 'Where applications register themselves (RFC 7591, RFC 7592).'],
  ['keys', 'The keys that sign tokens.'],
  ['mail', 'The mails that wait or could not be delivered, and a test.'],
  ['errors', 'Why a request was refused, by the reference that was shown.'],
  ['events', 'What happened: sign-ins, consents, refusals, changes; a chain that can be verified.'],
  ['webhooks', 'Who is told of what happens, at an address of theirs (Standard Webhooks 1.0).'],
  ['authorization', 'Where applications send people to sign in and to consent (RFC 6749 §3.1).'],
  ['settings', 'What admins may set while the server runs.'],
  ['configuration', 'All that is configured as one document: export, compare, apply.'],
  ['tokens', 'Where applications get, examine and give back tokens (RFC 6749, 7662, 7009).'],
  ['openid connect', 'Who signed in (OpenID Connect Core 1.0).'],
  [
    'logout',
    'How people sign out, of everything at once (OpenID Connect RP-Initiated Logout 1.0).',
  ],
  ['account', 'What people see and change about their own account.'],
  ['discovery', 'How applications find all of this by themselves (RFC 8414, OIDC Discovery).'],
  ['health', 'For load balancers and orchestrators.'],
];

/** The document without groups that are empty because the operator has switched something off. */
export function withUsedTags(document: OpenAPIObject): OpenAPIObject {
  const used = new Set(
    Object.values(document.paths).flatMap(({ get, post, patch, put, delete: remove }) =>
      [get, post, patch, put, remove].flatMap((operation) => operation?.tags ?? []),
    ),
  );
  return { ...document, tags: (document.tags ?? []).filter(({ name }) => used.has(name)) };
}
