import { defineSection } from '#platform/settings';

const DAY = 24 * 3600;

/** What happens when refresh tokens are exchanged. */
export const REFRESH_TOKENS = defineSection({
  name: 'refresh-tokens',
  description: 'How refresh tokens are rotated, and how long they may live.',
  members: {
    rotation_grace: {
      default: 10,
      minimum: 0,
      maximum: 120,
      unit: 'seconds',
      meaning:
        'How long after an exchange a client that lost the answer may ask for it again, once; 0 for never.',
      whose: 'each refresh token',
      opens: 'nothing: after it the person signs in again',
    },
    longest_lifetime: {
      default: 90 * DAY,
      minimum: 3600,
      maximum: 400 * DAY,
      unit: 'seconds',
      meaning:
        'How long a person stays signed in to a client at most, however often tokens are refreshed: the bound of refresh_token_lifetime.',
      whose: 'each authorization',
      opens: 'the person signs in again',
    },
    longest_idle: {
      default: 14 * DAY,
      minimum: 600,
      maximum: 400 * DAY,
      unit: 'seconds',
      meaning:
        'How long a refresh token that is not used is good at most: the bound of refresh_token_idle.',
      whose: 'each refresh token',
      opens: 'the person signs in again',
    },
  },
});
