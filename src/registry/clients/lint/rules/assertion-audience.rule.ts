import { foundIf, type LintRule } from '../lint-rule.js';

export const assertionAudience: LintRule = {
  name: 'assertion-audience',
  profiles: ['rfc9700'],
  severity: 'warning',
  spec: 'RFC 10070',
  detail: 'Another server could replay assertions (RFC 10070).',
  passing: { metadata: { legacy_assertion_audience: false } },
  failing: { metadata: { legacy_assertion_audience: true } },
  find: ({ metadata: { legacy_assertion_audience: legacy } }) =>
    foundIf(legacy, {
      ...{ pointer: '/legacy_assertion_audience', found: true },
      fix: { legacy_assertion_audience: false },
    }),
};
