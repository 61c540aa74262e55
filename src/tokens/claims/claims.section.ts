import { defineSection } from '#platform/settings';

/** What tokens tell of people. */
export const CLAIMS = defineSection({
  name: 'claims',
  description: 'What tokens tell of people.',
  members: {
    groups_in_tokens: {
      default: 200,
      minimum: 0,
      maximum: 1000,
      unit: 'groups',
      meaning:
        'With more of them the claim groups is left out of ID tokens and access tokens, which say so by groups_overage; userinfo and introspection tell all. The same goes for roles.',
      whose: 'each person, and what their client is told',
      opens: 'userinfo and introspection, or fewer groups by groups_claim of the client',
    },
  },
});
