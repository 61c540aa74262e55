import { emailError, MAX_EMAIL_LENGTH } from '../login-identifier.js';
import { describedRule, type TextRule } from '#platform/http';
import { displayTextError, MAX_URI_LENGTH, webUriError } from '#protocol';

/** Rules of OIDC Core §5.1 for the values of claims, each a sentence about what is wrong. */

const BIRTHDATE = /^(\d{4})(?:-(\d{2})-(\d{2}))?$/;
// As in the examples of OIDC Core §5.1: E.164, digits in groups or not, with an extension or without (RFC 3966).
const PHONE = /^\+[1-9](?:[ .()-]{0,2}[0-9]){6,14}\)?(?:;ext=[0-9]{1,15})?$/;
const ZONE = /^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/;
const LANGUAGE_TAG = /^[A-Za-z][A-Za-z0-9-]{1,34}$/;
const ROLE = /^[a-z][a-z0-9:_-]{0,63}$/;
const MAX_LINES = 10;

/** An e-mail address; of its form the API document says only that there is an @. */
export const email: TextRule = describedRule(
  { pattern: '^[^@]+@[^@]+$', maxLength: MAX_EMAIL_LENGTH },
  emailError,
);

/** Lines of text, separated by LF or CR LF (OIDC Core §5.1.1). */
export const lines = (maxLength: number): TextRule =>
  describedRule({ minLength: 1, maxLength }, (value) => linesError(value, maxLength));

function linesError(value: string, maxLength: number): string | undefined {
  if (value.length > maxLength) return displayTextError(value, maxLength);
  const all = value.split(/\r?\n/);
  if (all.length > MAX_LINES) return `The text must not have more than ${String(MAX_LINES)} lines.`;
  return all.map((line) => displayTextError(line, maxLength)).find((error) => error !== undefined);
}

/** A page or a picture that browsers will be sent to. */
export const webPageError: TextRule = describedRule(
  { format: 'uri', maxLength: MAX_URI_LENGTH },
  (value) => webUriError(value, { allowHttp: 'anywhere', allowFragment: true }),
);

/** `YYYY-MM-DD`, `YYYY`, or `0000-MM-DD` when the year is not told. */
export const birthdateError: TextRule = describedRule({ pattern: BIRTHDATE.source }, (value) => {
  const [, year, month, day] = BIRTHDATE.exec(value) ?? [];
  if (year === undefined) return 'A birthdate is YYYY-MM-DD or YYYY.';
  if (month === undefined || day === undefined) return undefined;
  // A leap year in place of no year, so that the 29th of February can be told.
  const date = `${year === '0000' ? '2000' : year}-${month}-${day}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  const exists = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
  return exists ? undefined : 'There is no such day.';
});

/** A name of the IANA time zone database, such as `Europe/Berlin`. */
export const zoneinfoError: TextRule = describedRule({ pattern: ZONE.source }, (value) => {
  const known = ZONE.test(value) && isTimeZone(value);
  return known ? undefined : 'The value is not a time zone such as Europe/Berlin.';
});

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A language tag (BCP 47), such as `de` or `en-US`. */
export const localeError: TextRule = describedRule({ pattern: LANGUAGE_TAG.source }, (value) => {
  const sound = LANGUAGE_TAG.test(value) && isLanguageTag(value);
  return sound ? undefined : 'The value is not a language tag such as en-US.';
});

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const phoneNumberError: TextRule = describedRule({ pattern: PHONE.source }, (value) => {
  if (PHONE.test(value)) return undefined;
  return 'A phone number is written as in +14255550123 or +1 (604) 555-1234;ext=5678 (E.164).';
});

export const roleError: TextRule = describedRule({ pattern: ROLE.source }, (value) => {
  if (ROLE.test(value)) return undefined;
  return 'A role is 1 to 64 of a-z, 0-9, ":", "_" and "-", and begins with a letter.';
});
