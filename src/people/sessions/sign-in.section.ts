import { defineSection } from '#platform/settings';

/** For how long people stay signed in. */
export const SIGN_IN = defineSection({
  name: 'sign-in',
  description:
    'For how long people stay signed in. What is made shorter holds for all sessions at once; what is made longer, for those that begin afterwards. No session that has ended goes on.',
  members: {
    idle_lifetime: {
      default: 3600,
      minimum: 300,
      maximum: 2_592_000,
      unit: 'seconds',
      meaning: 'How long a session lasts that is not used (NIST SP 800-63B §2.2.3).',
      whose: 'each session that was not kept',
      opens: 'signing in again',
    },
    lifetime: {
      default: 43_200,
      minimum: 600,
      maximum: 7_776_000,
      unit: 'seconds',
      meaning: 'How long a session lasts in any case, since its person last proved who they are.',
      whose: 'each session that was not kept',
      opens: 'signing in again',
    },
    keep_signed_in: {
      kind: 'choice',
      default: 'off',
      choices: ['off', 'on'],
      meaning:
        'Whether people may ask to stay signed in. Where it is on, the cookie of who does not ask goes with the browser; where it is turned off, sessions that were kept last no longer than others.',
      whose: 'each person who signs in with a password or a passkey',
      opens: 'signing in again',
    },
    trusted_browser_days: {
      default: 0,
      minimum: 0,
      maximum: 30,
      unit: 'days',
      meaning:
        'How long a person may go without their second factor in a browser in which they have given it and asked for that. 0: nobody is offered it. It satisfies nobody who asks for two factors: clients, APIs, the admin API, requests, and groups unless the client has accept_trusted_browsers, ask for them all the same.',
      whose: 'each browser that a person trusts',
      opens: 'giving the second factor once more',
    },
    kept_lifetime: {
      default: 2_592_000,
      minimum: 3600,
      maximum: 7_776_000,
      unit: 'seconds',
      meaning: 'How long a session lasts whose person asked to stay signed in, used or not.',
      whose: 'each session that was kept',
      opens: 'signing in again',
    },
  },
});
