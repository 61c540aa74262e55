import { liveSecrets, type LintRule } from '../lint-rule.js';

const MONTH = 30 * 24 * 3600;

export const secretExpires: LintRule = {
  name: 'secret-expires',
  profiles: ['hygiene'],
  severity: 'warning',
  spec: '',
  detail: 'The last secret expires within 30 days: give the client another one in time.',
  passing: { metadata: {}, secrets: [{ expiresAt: 60 }, {}] },
  failing: { metadata: {}, secrets: [{ expiresAt: 60 }] },
  find: (client) => {
    const live = liveSecrets(client);
    const last = live.reduce((latest, { expiresAt = Infinity }) => Math.max(latest, expiresAt), 0);
    const isNear = live.length > 0 && last <= client.now + MONTH;
    return live
      .filter(({ expiresAt }) => isNear && expiresAt === last)
      .map(({ id }) => ({ pointer: `/secrets/${id}`, found: last }));
  },
};
