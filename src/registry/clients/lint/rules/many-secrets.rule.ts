import { foundIf, liveSecrets, type LintRule } from '../lint-rule.js';

const ENOUGH = 2;

export const manySecrets: LintRule = {
  name: 'many-secrets',
  profiles: ['hygiene'],
  severity: 'warning',
  spec: '',
  detail:
    'More than two secrets are good at once: a rotation needs two, and each one more can leak.',
  passing: { metadata: {}, secrets: [{}, {}] },
  failing: { metadata: {}, secrets: [{}, {}, {}] },
  find(client) {
    const { length } = liveSecrets(client);
    return foundIf(length > ENOUGH, { pointer: '/secrets', found: length });
  },
};
