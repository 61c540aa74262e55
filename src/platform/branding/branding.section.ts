import { defineSection } from '#platform/settings';

/** How people know this installation. */
export const BRANDING = defineSection({
  name: 'branding',
  description: 'How people know this installation: on every page and in every mail.',
  members: {
    product_name: {
      kind: 'text',
      format: 'name',
      default: 'Gatehouse',
      maximum: 60,
      meaning: 'What it is called.',
      whose: 'every page and mail',
      opens: 'another name',
    },
    logo_uri: {
      kind: 'text',
      format: 'picture',
      default: '',
      maximum: 2000,
      meaning:
        'Where its logo lies: a PNG, JPEG, GIF or WebP on https. It is fetched by the server and shown from here; while it cannot be had, the icon of Gatehouse is.',
      whose: 'every page',
      opens: 'another picture',
    },
    accent: {
      kind: 'text',
      format: 'colour-on-light',
      default: '#1f5f50',
      maximum: 7,
      meaning:
        'The colour of buttons and links on light ground, such as #1f5f50. It has to be readable there (WCAG 2.2 AA).',
      whose: 'every page',
      opens: 'a darker colour',
    },
    accent_dark: {
      kind: 'text',
      format: 'colour-on-dark',
      default: '#86cdb6',
      maximum: 7,
      meaning: 'The same on dark ground, for people whose system is dark.',
      whose: 'every page',
      opens: 'a lighter colour',
    },
    support: {
      kind: 'text',
      format: 'contact',
      default: '',
      maximum: 500,
      meaning:
        'Whom people ask for help: an e-mail address, or a page on https. Every page has it; those that refuse something say it first.',
      whose: 'every page',
      opens: 'another contact',
    },
  },
});
