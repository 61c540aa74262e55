import type { Texts } from '../catalogue.js';
import { accountTexts } from './account.js';
import { applicationsTexts } from './applications.js';
import { deskTexts } from './desk.js';
import { errorsTexts } from './errors.js';
import { mailsTexts } from './mails.js';
import { signInTexts } from './sign-in.js';

/** Every sentence that a person reads, in German. */
export const german: Texts = {
  language: 'de',
  ownName: 'Deutsch',
  dates: 'de-DE',
  layout: {
    title: '{page} – {product}',
    signOut: 'Abmelden',
    help: 'Hilfe:',
    languages: 'Sprache',
  },
  ...applicationsTexts,
  ...signInTexts,
  ...accountTexts,
  ...deskTexts,
  ...errorsTexts,
  ...mailsTexts,
};
