import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displayTextError } from './display-text.js';

/** Letters, numbers, punctuation, but none that draws nothing, as the fillers of Hangul do. */
const VISIBLE = /^(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{P} ])*$/u;

describe('texts that are shown to people', () => {
  it.each([
    'Acme Payroll',
    'B\u00fccher & Caf\u00e9s (2026) <beta>',
    '\u682a\u5f0f\u4f1a\u793e \u30a2\u30af\u30e1',
    '\u05e9\u05dc\u05d5\u05dd',
    '\u0645\u0631\u062d\u0628\u0627',
    '\u0939\u093f\u0928\u094d\u0926\u0940',
    'Rocket \u{1f680}',
    'Love \u2764\ufe0f',
    // Joiners where a script needs them: Persian, Hindi, Sinhala, Malayalam, Kurdish.
    '\u0645\u0647\u200c\u0631\u062e',
    '\u0639\u0644\u06cc\u200c\u0631\u0636\u0627',
    '\u0915\u094d\u200d\u0937',
    '\u0936\u094d\u200c\u0930\u0940',
    '\u0dc1\u0dca\u200d\u0dbb\u0dd3',
    '\u0d28\u0d4d\u200d',
    '\u0645\u064e\u0647\u200c\u0650\u0631',
    // A family, a flag with tags, a keycap, a hand with a tone of skin.
    'Doe \u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
    'Pirate \u{1f3f4}\u200d\u2620\ufe0f 1\ufe0f\u20e3 \u{1f44b}\u{1f3fd}',
  ])('%s may be shown', (text) => {
    expect(displayTextError(text, 100)).toBeUndefined();
  });

  it.each([
    ['NUL', '\u0000'],
    ['line feed', '\n'],
    ['tab', '\t'],
    ['escape', '\u001b'],
    ['delete', '\u007f'],
    ['C1 control', '\u0085'],
    ['soft hyphen', '\u00ad'],
    ['Arabic letter mark', '\u061c'],
    ['zero-width space', '\u200b'],
    ['zero-width non-joiner', '\u200c'],
    ['zero-width joiner', '\u200d'],
    ['left-to-right mark', '\u200e'],
    ['right-to-left mark', '\u200f'],
    ['line separator', '\u2028'],
    ['paragraph separator', '\u2029'],
    ['right-to-left embedding', '\u202b'],
    ['right-to-left override', '\u202e'],
    ['word joiner', '\u2060'],
    ['first strong isolate', '\u2068'],
    ['byte order mark', '\ufeff'],
    ['interlinear annotation', '\ufff9'],
    ['tag letter', '\u{e0041}'],
    ['private-use character', '\ue000'],
    ['private-use character of plane 16', '\u{10fffd}'],
    ['lone high surrogate', '\ud83d'],
    ['lone low surrogate', '\ude00'],
    ['noncharacter', '\uffff'],
    ['grapheme joiner', '\u034f'],
    ['Hangul filler', '\u3164'],
    ['halfwidth Hangul filler', '\uffa0'],
    ['variation selector', '\ufe00'],
    ['emoji selector on a letter', '\ufe0f'],
    ['variation selector of plane 14', '\u{e0100}'],
    ['blank Braille pattern', '\u2800'],
  ])('A36 a %s is refused wherever it stands', (_name, character) => {
    for (const text of [character, `${character}Acme`, `Ac${character}me`, `Acme${character}`]) {
      expect(displayTextError(text, 100)).toEqual(expect.any(String));
    }
  });

  it.each([
    ['at the end', '\u0645\u0647\u200c'],
    ['at the beginning', '\u200c\u0645\u0647'],
    ['after a letter that joins nothing', '\u0627\u200c\u0645'],
    ['before a letter that is not joined', '\u0645\u200c\u0621'],
    ['between words of another script', '\u0645\u0647\u200cAcme'],
    ['twice', '\u0645\u0647\u200c\u200c\u0631'],
    ['a joiner where a non-joiner belongs', '\u0645\u0647\u200d\u0631'],
    ['a joiner without a virama', '\u0915\u200d\u0937'],
    ['two after a virama', '\u0915\u094d\u200d\u200d\u0937'],
    ['a sequence that is no emoji', '\u{1f468}\u200d\u{1f680}\u200d'],
    ['tags that hide a text', 'Acme\u{1f3f4}\u{e0061}\u{e0062}'],
    ['a bidi control in Persian', '\u0645\u0647\u202e\u200c\u0631'],
  ])('A36 joiners %s are refused', (_where, text) => {
    expect(displayTextError(text, 100)).toEqual(expect.any(String));
  });

  it.each(['', ' ', '   ', '\u00a0', '\u3000\u2003'])(
    'A36 the blank text %j is refused',
    (text) => {
      expect(displayTextError(text, 100)).toBe('The text must not be empty.');
    },
  );

  it('A36 a name of 5 kB is refused', () => {
    expect(displayTextError('a'.repeat(5000), 200)).toBe(
      'The text must not be longer than 200 characters.',
    );
    expect(displayTextError('a'.repeat(200), 200)).toBeUndefined();
    expect(displayTextError('a'.repeat(201), 200)).toEqual(expect.any(String));
  });

  it('A36 no accepted text has a control, format, private-use or broken character', () => {
    // Half of the numbers are drawn where most of the characters are that matter.
    const codePoint = fc.oneof(
      fc.integer({ min: 0, max: 0x10_ffff }),
      fc.integer({ min: 0, max: 0x2fff }),
    );
    fc.assert(
      fc.property(codePoint, fc.string({ unit: 'binary' }), (point, rest) => {
        const text = `Ac${String.fromCodePoint(point)}me${rest}`;
        const error = displayTextError(text, 1000);
        if (
          /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(text.replace(/\p{RGI_Emoji}/gv, ''))
        )
          expect(error).toEqual(expect.any(String));
        else if (VISIBLE.test(text)) expect([text, error]).toEqual([text, undefined]);
      }),
      { numRuns: 2000 },
    );
  });

  it('L09 100 kB of anything are judged', () => {
    for (const piece of [' ', 'a', '\u202e', '\ufe0f', '\u0301', '\u{1f680}']) {
      const text = piece.repeat(100_000 / piece.length);
      expect(displayTextError(text, 100)).toMatch(/longer than/);
      const allowed = ['a', '\u0301', '\u{1f680}'].includes(piece);
      expect(displayTextError(text, 100_000) === undefined).toBe(allowed);
    }
  });
});
