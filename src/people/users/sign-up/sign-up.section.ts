import { defineSection } from '#platform/settings';

/** Whether people make accounts by themselves, and what becomes of those who do. */
export const SIGN_UP = defineSection({
  name: 'sign-up',
  description:
    'Whether people make accounts by themselves, at /sign-up and with prompt=create, and what becomes of those who do. It takes mail: nobody has an account before they have proven their address.',
  needs: ['users:write', 'groups:write'],
  members: {
    enabled: {
      kind: 'choice',
      default: 'off',
      choices: ['off', 'on'],
      meaning: 'Whether people make accounts by themselves.',
      whose: 'everybody who has no account',
      opens: 'an account that an admin makes, or an invitation',
    },
    domains: {
      kind: 'list',
      format: 'domain',
      default: [],
      maximum: 100,
      meaning: 'The domains of the e-mail addresses with which people may; none: any domain.',
      whose: 'everybody who has no account',
      opens: 'an address in one of these domains, or an invitation',
    },
    groups: {
      kind: 'list',
      format: 'id',
      default: [],
      maximum: 50,
      meaning: 'The groups, by id, that those who do are put into.',
      whose: 'those who make an account from then on',
      opens: 'an admin, who changes their groups',
    },
    approval: {
      kind: 'choice',
      default: 'off',
      choices: ['off', 'on'],
      meaning:
        'Whether an admin lets each of them in. Until then the account can do nothing; GET /admin/users?awaits_approval=true lists those who wait.',
      whose: 'those who make an account from then on',
      opens: 'POST /admin/users/{sub}/approve',
    },
  },
});
