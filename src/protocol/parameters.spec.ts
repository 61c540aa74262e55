import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OAuthError } from './oauth-error.js';
import { Parameters } from './parameters.js';

type Pair = readonly [name: string, value: string];

// eslint-disable-next-line no-control-regex -- what no parameter may hold
const UNFIT = /[\u0000-\u001f\u007f\ufeff]|\p{Surrogate}/u;
const texts = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !UNFIT.test(text));
const names = fc.oneof(
  fc.constantFrom('scope', 'state', 'resource', 'audience', 'scope[]', '__proto__', 'constructor'),
  texts,
);
const lists = fc.array(fc.tuple(names, fc.oneof(fc.constant(''), texts)), { maxLength: 12 });

const everyByte = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
/** The spellings of one text that mean the same. */
const spellings: readonly ((text: string) => string)[] = [
  encodeURIComponent,
  (text) => encodeURIComponent(text).replaceAll('%20', '+'),
  everyByte,
  (text) => everyByte(text).toUpperCase(),
];
const written = (list: readonly Pair[], spell: (text: string) => string) =>
  list.map((pair) => pair.map(spell).join('=')).join('&');

/** The error code with which a text is refused; undefined for one that is read. */
function refusal(encoded: string): string | undefined {
  try {
    Parameters.parse(encoded);
    return undefined;
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
}

describe('properties of parameters', () => {
  it('A08 A09 each name has the values that were written, however they are spelled', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(...spellings), (list, spell) => {
        const parsed = Parameters.parse(written(list, spell));
        for (const [name] of list) {
          const values = list.filter(([other]) => other === name).map(([, value]) => value);
          expect(parsed.get(name)).toBe(values[0] === '' ? undefined : values[0]);
          expect(parsed.has(name)).toBe(values[0] !== '');
          expect(parsed.getAll(name)).toEqual(values.filter((value) => value !== ''));
        }
        expect(new Set(parsed.names())).toEqual(new Set(list.map(([name]) => name)));
      }),
    );
  });

  it('A07 what came twice is a duplicate, whatever the values, but for what may be repeated', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(...spellings), (list, spell) => {
        const parsed = Parameters.parse(written(list, spell));
        const twice = list
          .map(([name]) => name)
          .filter((name, i, all) => all.indexOf(name) !== i)
          .filter((name) => name !== 'resource' && name !== 'audience');
        expect(parsed.duplicated).toEqual(new Set(twice));
        const reject = () => parsed.rejectDuplicates();
        if (twice.length === 0) expect(reject).not.toThrow();
        else expect(reject).toThrow(OAuthError);
      }),
    );
  });

  it('A21 any text is either read as a browser reads it, or an invalid_request', () => {
    const pieces = fc.constantFrom('=', '&', '%', '%2', '%41', '%C3%A9', '%C0%AF', '%ED%A0%80');
    const others = fc.constantFrom('+', '%00', '%0d%0a', '\n', 'a', 'é', 'a[b]', '%25');
    const text = fc.array(fc.oneof(pieces, others), { maxLength: 12 }).map((all) => all.join(''));
    const seen = new Set<string | undefined>();
    fc.assert(
      fc.property(text, (encoded) => {
        const code = refusal(encoded);
        seen.add(code);
        if (code !== undefined) return expect(code).toBe('invalid_request');
        const parsed = Parameters.parse(encoded);
        // The leading & keeps a browser's parser from taking a "?" for the start of a query.
        const browser = new URLSearchParams(`&${encoded}`);
        for (const name of browser.keys()) {
          // It reads no parameter where there is nothing between two &, and we one without a name.
          if (name === '') continue;
          expect(parsed.getAll(name)).toEqual(browser.getAll(name).filter((value) => value !== ''));
        }
      }),
      { numRuns: 2000 },
    );
    expect(seen).toEqual(new Set([undefined, 'invalid_request']));
  });

  it('A20 A21 a control character anywhere is refused, as it is or encoded', () => {
    const control = fc.constantFrom(
      ...Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)),
      '\x7f',
      '\ufeff',
    );
    fc.assert(
      fc.property(lists, names, control, fc.boolean(), fc.nat(), (list, name, bad, raw, place) => {
        const letters = Array.from(name);
        letters.splice(place % (letters.length + 1), 0, bad);
        const spoilt = letters.map(raw ? (text) => text : encodeURIComponent).join('');
        for (const pair of [`${spoilt}=1`, `state=${spoilt}`]) {
          const encoded = [written(list, encodeURIComponent), pair].join('&');
          expect(refusal(encoded)).toBe('invalid_request');
        }
      }),
    );
  });

  it('A35 L08 a hundred pairs are read and one more is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 90, max: 110 }), names, (count, name) => {
        const encoded = written(Array(count).fill([name, 'x']), encodeURIComponent);
        expect(refusal(encoded)).toBe(count <= 100 ? undefined : 'invalid_request');
      }),
    );
  });

  it('what is stored as JSON comes back the same', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const parsed = Parameters.parse(written(list, encodeURIComponent));
        const stored = JSON.parse(JSON.stringify(parsed)) as Record<string, string | string[]>;
        const restored = Parameters.from(stored);
        expect([...restored.names()].sort()).toEqual([...parsed.names()].sort());
        for (const name of parsed.names()) {
          expect(restored.getAll(name)).toEqual(parsed.getAll(name));
          expect(restored.get(name)).toBe(parsed.get(name));
        }
      }),
    );
  });

  it('A07 changing some leaves the others, and what came twice still did', () => {
    fc.assert(
      fc.property(lists, names, fc.option(texts, { nil: undefined }), (list, name, value) => {
        const before = Parameters.parse(written(list, encodeURIComponent));
        const after = before.with({ [name]: value });
        expect(after.get(name)).toBe(value === '' ? undefined : value);
        for (const other of before.names()) {
          if (other !== name) expect(after.getAll(other)).toEqual(before.getAll(other));
        }
        expect(after.duplicated).toEqual(before.duplicated);
      }),
    );
  });
});
