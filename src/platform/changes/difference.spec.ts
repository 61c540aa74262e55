import { describe, expect, it } from '@jest/globals';
import { difference } from './difference.js';

class Arrived {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

describe('the difference of two values', () => {
  it('holds the members that differ, whatever the order of theirs', () => {
    const before = { a: 1, b: { x: 1, y: 2 }, c: ['p', 'q'], gone: true };
    expect(difference(before, { b: { y: 2, x: 1 }, c: ['q', 'p'], a: 1, come: null })).toEqual({
      c: { from: ['p', 'q'], to: ['q', 'p'] },
      gone: { from: true },
      come: { to: null },
    });
    expect(difference(before, { ...before, b: new Arrived(1, 2) })).toBeUndefined();
    expect(difference({ a: undefined }, {})).toBeUndefined();
  });

  it('leaves out the longest values until the rest fits into a row', () => {
    const long = (letter: string) => letter.repeat(25_000);
    const told = difference({ a: long('a'), b: 1 }, { a: long('A'), b: 2, c: long('c') });
    expect(told).toMatchObject({ b: { from: 1, to: 2 }, c: { to: long('c') } });
    expect(told?.['a']).toEqual({ from: '(too long to be told)', to: '(too long to be told)' });
  });
});
