import { liveSecrets, type LintRule } from '../lint-rule.js';

const THREE_MONTHS = 90 * 24 * 3600;

export const unusedSecret: LintRule = {
  name: 'unused-secret',
  profiles: ['hygiene'],
  severity: 'warning',
  spec: '',
  detail: 'Nobody has used the secret for 90 days: it is safe to delete, or the client is.',
  passing: {
    metadata: {},
    secrets: [{ createdAt: -THREE_MONTHS - 60, lastUsedAt: -60 }],
  },
  failing: { metadata: {}, secrets: [{ createdAt: -THREE_MONTHS - 60 }] },
  find: (client) =>
    liveSecrets(client)
      .filter(({ createdAt, lastUsedAt = createdAt }) => lastUsedAt < client.now - THREE_MONTHS)
      .map(({ id, lastUsedAt }) => ({ pointer: `/secrets/${id}`, found: lastUsedAt ?? null })),
};
