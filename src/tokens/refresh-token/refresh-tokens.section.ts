import { defineSection } from '#platform/settings';

/** What happens when refresh tokens are exchanged. */
export const REFRESH_TOKENS = defineSection({
  name: 'refresh-tokens',
  description: 'How refresh tokens are rotated.',
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
  },
});
