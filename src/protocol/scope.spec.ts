import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coversScope, formatScope, isScopeToken, parseScope } from './scope.js';

/** RFC 6749 §3.3, read as it stands there: scope-token *( SP scope-token ). */
const GRAMMAR = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

const tokens = fc.stringMatching(/^[\x21\x23-\x5b\x5d-\x7e]{1,12}$/);
const names = fc.constantFrom('openid', 'profile', 'photos:read', 'photos:write', 'Openid');
const scopes = fc.array(fc.oneof(names, tokens), { minLength: 1, maxLength: 20 });
/** Texts of which some break the grammar: two spaces, a quote, a letter that is none of ASCII. */
const nearby = fc
  .array(fc.oneof(names, fc.constantFrom(' ', ' ', '"', '\\', '\t', '\n', '\0', '\x7f', 'é', '')))
  .map((parts) => parts.join(''));

describe('properties of scope', () => {
  it('A34 what parses is what the grammar of RFC 6749 §3.3 says, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(nearby, fc.string({ unit: 'binary' })), (value) => {
        expect([value, parseScope(value) !== undefined]).toEqual([value, GRAMMAR.test(value)]);
      }),
      { numRuns: 2000 },
    );
  });

  it('the order is kept and repeats are dropped', () => {
    fc.assert(
      fc.property(scopes, (list) => {
        const parsed = parseScope(list.join(' '));
        expect(parsed).toEqual([...new Set(list)]);
        expect(parsed?.every(isScopeToken)).toBe(true);
        expect(parseScope(formatScope(parsed ?? []))).toEqual(parsed);
      }),
    );
  });

  it('one character from outside the grammar spoils the whole value', () => {
    const outside = fc
      .oneof(
        fc.constantFrom('"', '\\', '\t', '\r\n', '\0', '\x7f'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      )
      .filter((text) => !/^[\x20-\x7e]+$/.test(text) || text === '"' || text === '\\');
    fc.assert(
      fc.property(scopes, fc.nat(), outside, (list, place, text) => {
        const value = list.join(' ');
        const at = place % (value.length + 1);
        expect(parseScope(value.slice(0, at) + text + value.slice(at))).toBeUndefined();
      }),
    );
  });

  it('A35 a hundred scopes of a hundred characters are the most, repeats counted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 95, max: 105 }), fc.boolean(), (count, same) => {
        const list = Array.from({ length: count }, (_, i) => (same ? 'openid' : `s${i}`));
        expect(parseScope(list.join(' ')) !== undefined).toBe(count <= 100);
        expect(parseScope(`openid ${'x'.repeat(count)}`) !== undefined).toBe(count <= 100);
      }),
    );
  });

  it('A34 D06 one scope covers another exactly when it holds each of its tokens', () => {
    fc.assert(
      fc.property(fc.array(names), fc.array(names), (wide, narrow) => {
        const each = narrow.every((name) => wide.includes(name));
        expect(coversScope(wide, narrow)).toBe(each);
        expect(coversScope([...wide, ...narrow], narrow)).toBe(true);
      }),
    );
  });
});
