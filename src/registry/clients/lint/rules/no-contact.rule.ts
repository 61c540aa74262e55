import { foundIf, type LintRule } from '../lint-rule.js';

export const noContact: LintRule = {
  name: 'no-contact',
  profiles: ['hygiene'],
  severity: 'info',
  spec: 'RFC 7591 §2',
  detail: 'Nobody knows whom to ask about it: name somebody in contacts.',
  passing: { metadata: { contacts: ['team@example.com'] } },
  failing: { metadata: {} },
  find: ({ metadata: { contacts = [] } }) =>
    foundIf(contacts.length === 0, { pointer: '/contacts', found: null }),
};
