import { liveSecrets, type LintRule } from '../lint-rule.js';

const ONE_YEAR = 365 * 24 * 3600;

export const oldSecret: LintRule = {
  name: 'old-secret',
  profiles: ['hygiene'],
  severity: 'warning',
  spec: '',
  detail:
    'The secret is more than a year old: make another, and end this one when it is not used any more.',
  passing: { metadata: {}, secrets: [{ createdAt: -ONE_YEAR + 60 }] },
  failing: { metadata: {}, secrets: [{ createdAt: -ONE_YEAR - 60 }] },
  find: (client) =>
    liveSecrets(client)
      .filter(({ createdAt }) => createdAt < client.now - ONE_YEAR)
      .map(({ id, createdAt }) => ({ pointer: `/secrets/${id}`, found: createdAt })),
};
