import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonSyntaxError } from './json-syntax.js';

describe('jsonSyntaxError', () => {
  it.each([
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a":1,}', 1, 8],
    ['{"a" 1}', 1, 6],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{"a": tru}', 1, 7],
    ['[1, 2', 1, 6],
    ['[1 2]', 1, 4],
    ['{"a": "x\ny"}', 1, 7],
    ['{"a": 01}', 1, 8],
    ["{'a': 1}", 1, 2],
    ['{} {}', 1, 4],
    ['[}', 1, 2],
    ['{"a":1]', 1, 7],
    ['  \n x', 2, 2],
  ])('finds where %j stops being JSON', (json, line, column) => {
    expect(jsonSyntaxError(json)).toEqual({ line, column });
  });

  it('finds nothing in JSON, and something in everything else, as JSON.parse does', () => {
    const sign = fc.constantFrom('{', '}', '[', ']', ':', ',', '"', ' ', '1', '-', 'true', '"a"');
    const broken = fc.array(sign, { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken, fc.string()), (text) => {
        expect(jsonSyntaxError(text) === undefined).toBe(parses(text));
      }),
      { numRuns: 3000 },
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
