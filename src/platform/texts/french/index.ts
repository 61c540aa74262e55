import type { Texts } from '../catalogue.js';
import { accountTexts } from './account.js';
import { applicationsTexts } from './applications.js';
import { deskTexts } from './desk.js';
import { errorsTexts } from './errors.js';
import { mailsTexts } from './mails.js';
import { signInTexts } from './sign-in.js';

/** Every sentence that a person reads, in French. */
export const french: Texts = {
  language: 'fr',
  ownName: 'Français',
  dates: 'fr-FR',
  layout: {
    title: '{page} – {product}',
    signOut: 'Se déconnecter',
    help: 'Aide :',
    languages: 'Langue',
  },
  ...applicationsTexts,
  ...signInTexts,
  ...accountTexts,
  ...deskTexts,
  ...errorsTexts,
  ...mailsTexts,
};
