import { defineSection } from '#platform/settings';

/** Who needs a second factor, and what others call the ways to sign in. */
export const SECOND_FACTOR = defineSection({
  name: 'second-factor',
  description:
    'Who has to have a second factor whatever they sign in to, and what others call the authentication contexts. Clients, APIs and groups ask for more with require_acr.',
  members: {
    required: {
      kind: 'choice',
      default: 'automatic',
      choices: ['automatic', 'nobody', 'admins', 'everybody'],
      meaning:
        'Who has to have one. automatic: admins where ISSUER is https, nobody otherwise. Who has none is asked to set one up when they sign in, and is not signed in before.',
      whose: 'each person, or each with the role admin',
      opens: 'setting up an authenticator app or a passkey',
    },
    grace_days: {
      default: 0,
      minimum: 0,
      maximum: 30,
      unit: 'days',
      meaning:
        'How long somebody who has none may put it off, since the sign-in at which they were first asked. What a client, an API or a request asks for is not put off.',
      whose: 'each person',
      opens: 'setting up an authenticator app or a passkey',
    },
    lifetime: {
      default: 43_200,
      minimum: 300,
      maximum: 7_776_000,
      unit: 'seconds',
      meaning:
        'How long a second factor counts, and a passkey, before it is asked for again. It ends with the session in any case.',
      whose: 'each proof of a person',
      opens: 'giving it once more',
    },
    acr_aliases: {
      kind: 'aliases',
      default: {},
      choices: [
        'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
        'https://refeds.org/profile/mfa',
        'phr',
      ],
      maximum: 20,
      meaning:
        'Names by which acr_values, an essential acr and require_acr may ask for a context, for applications that come from another server. Tokens tell the context itself.',
      whose: 'each application that asks by such a name',
      opens: 'the name of the context itself',
    },
  },
});
