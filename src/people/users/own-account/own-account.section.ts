import { defineSection } from '#platform/settings';

/** What people do with their own account by themselves. */
export const OWN_ACCOUNT = defineSection({
  name: 'own-account',
  description: 'What people change of their own account, and whether they may delete it.',
  members: {
    own_profile: {
      kind: 'choice',
      default: 'language',
      choices: ['nothing', 'language', 'everything'],
      meaning:
        'What people change of their profile by themselves. language: their language and their time zone. everything: their names, picture and website too. The e-mail address has a way of its own.',
      whose: 'each person',
      opens: 'an admin, who can change all of it',
    },
    self_deletion: {
      kind: 'choice',
      default: 'off',
      choices: ['off', 'on'],
      meaning:
        'Whether people delete their own account. Never the last admin, and nobody who signs in with an account elsewhere that is kept up to date from there.',
      whose: 'each person',
      opens: 'an admin, who can delete it',
    },
  },
});
