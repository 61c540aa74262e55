import { FACTS, type Refusal } from '#protocol';

/** Limit: characters of what is kept of a request that was refused, and of what was expected of it. */
const MAX_TEXT = 1000;
/** Limit: characters of one fact of a request that was refused. */
const MAX_FACT = 300;

/** Facts that are addresses; people paste whole ones, with the code in it. */
const ADDRESSES: ReadonlySet<string> = new Set(['redirect_uri', 'request_uri', 'resource']);

/** How names look that mean something here. In their place anything may have been sent. */
const NAMES: ReadonlyMap<string, RegExp> = new Map([
  ['parameter', /^[a-z_]{1,40}$/],
  ['members', /^(?:\/(?:[a-z_]{1,50}|\d{1,3}))*$/],
]);
/** A JWT, or the beginning of one. */
const JWT = /\beyJ[\w-]{10,}(?:\.[\w-]*)*/g;
/** What is as long and even as codes, tokens and secrets are. An identifier of ours has 22 characters, a UUID 36. */
const RANDOM = /[\w~+-]{40,}/g;
const UNPRINTABLE = /[\p{Control}\p{Surrogate}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * What a request said, as far as it may be kept: nothing but the facts that have a name, and of those nothing
 * that is or could be a secret in the wrong place.
 */
export function textOf(got: Refusal['got']): string {
  if (typeof got === 'string') return bounded(withoutRandom(got));
  const told = FACTS.filter((name) => name in got).map((name) => factText(name, got[name]));
  const found = got.found === undefined ? [] : [withoutRandom(got.found)];
  return bounded([...found, ...told].join('; '));
}

/** As it is, with an end. */
export function bounded(text: string, most = MAX_TEXT): string {
  const printable = text.replace(UNPRINTABLE, '\ufffd');
  return printable.length <= most ? printable : `${printable.slice(0, most - 1)}…`;
}

/** One fact without what may be a secret. */
export function harmless(name: string, value: string): string {
  if (NAMES.get(name)?.test(value) === false) return '…';
  const address = ADDRESSES.has(name) ? withoutValues(value) : value;
  // A thumbprint is as long as a code (RFC 7638 §3.1).
  const known = name === 'kid' ? address.replace(JWT, '…') : withoutRandom(address);
  return bounded(known, MAX_FACT);
}

function withoutRandom(text: string): string {
  return text.replace(JWT, '…').replace(RANDOM, '…');
}

function factText(name: string, value: string | number | readonly string[] | undefined): string {
  if (value === undefined) return `no ${name}`;
  const values = [value].flat().map((one) => harmless(name, String(one)));
  return values.length === 0 ? `no ${name}` : `${name} ${values.join(' and ')}`;
}

/** An address without a password, the values of its query and its fragment. */
function withoutValues(address: string): string {
  return address
    .replace(/^([a-z][\w+.-]*:\/\/)[^/?#]*@/i, '$1…@')
    .replace(/#.+$/s, '#…')
    .replace(/\?[^#]*/, (query) => query.replace(/[^?&]+/g, nameOf));
}

function nameOf(pair: string): string {
  const equals = pair.indexOf('=');
  return equals < 0 ? '…' : `${pair.slice(0, equals)}=…`;
}
