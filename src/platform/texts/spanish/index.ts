import type { Texts } from '../catalogue.js';
import { accountTexts } from './account.js';
import { applicationsTexts } from './applications.js';
import { deskTexts } from './desk.js';
import { errorsTexts } from './errors.js';
import { mailsTexts } from './mails.js';
import { signInTexts } from './sign-in.js';

/** Every sentence that a person reads, in Spanish. */
export const spanish: Texts = {
  language: 'es',
  ownName: 'Español',
  dates: 'es-ES',
  layout: {
    title: '{page} – {product}',
    signOut: 'Cerrar sesión',
    help: 'Ayuda:',
    languages: 'Idioma',
  },
  ...applicationsTexts,
  ...signInTexts,
  ...accountTexts,
  ...deskTexts,
  ...errorsTexts,
  ...mailsTexts,
};
