import { defineSection } from '#platform/settings';

/** What may be a password. */
export const PASSWORDS = defineSection({
  name: 'passwords',
  description: 'What a new password must be like. Those that people have stay good.',
  members: {
    min_length: {
      default: 15,
      minimum: 8,
      maximum: 64,
      unit: 'characters',
      meaning: 'How long a new password has to be (NIST SP 800-63B §3.1.1.2).',
      whose: 'each new password',
      opens: 'a longer password',
    },
    min_length_with_second_factor: {
      default: 8,
      minimum: 8,
      maximum: 64,
      unit: 'characters',
      meaning:
        'The same of whoever has to have a second factor; never more than min_length (NIST SP 800-63B §3.1.1.2).',
      whose: 'each new password',
      opens: 'a longer password',
    },
  },
});
