import { accountTexts } from './account.js';
import { applicationsTexts } from './applications.js';
import { deskTexts } from './desk.js';
import { errorsTexts } from './errors.js';
import { mailsTexts } from './mails.js';
import { signInTexts } from './sign-in.js';

/**
 * Every sentence that a person reads, in English. `{name}` is where something of that name goes.
 *
 * Another language is another object of the type {@link Texts}.
 */
export const english = {
  language: 'en',
  /** What those who speak it call it. */
  ownName: 'English',
  /** How dates are written (BCP 47). */
  dates: 'en-GB',
  layout: {
    title: '{page} – {product}',
    signOut: 'Sign out',
    help: 'Help:',
    languages: 'Language',
  },
  ...applicationsTexts,
  ...signInTexts,
  ...accountTexts,
  ...deskTexts,
  ...errorsTexts,
  ...mailsTexts,
};
