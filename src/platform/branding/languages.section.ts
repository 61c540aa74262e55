import { defineSection } from '#platform/settings';

/** In which languages pages and mails can be read. */
export const LANGUAGE_SETTINGS = defineSection({
  name: 'languages',
  description:
    'In which language pages and mails are read: the one that the application asks for (ui_locales), else what somebody chose on a page, else the locale of their profile, else what their browser says.',
  members: {
    default: {
      kind: 'choice',
      default: 'en',
      choices: ['en', 'de', 'fr', 'es'],
      meaning: 'The language where none of that is known, or none of it is offered.',
      whose: 'every page and mail',
      opens: 'another language',
    },
    offered: {
      kind: 'choice',
      default: 'all',
      choices: ['all', 'default'],
      meaning: 'Whether the other languages are offered besides.',
      whose: 'every page and mail',
      opens: 'offering all',
    },
  },
});
