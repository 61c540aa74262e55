import { describe, expect, it } from '@jest/globals';
import { Granted } from './granted.js';

const photos = { id: 'p', scopes: new Set(['photos:read', 'photos:write']) };
const prints = { id: 'q', scopes: new Set(['order']) };

describe('what was granted, and where', () => {
  const granted = Granted.of(['photos:read', 'openid', 'order', 'nobody:has'], [photos, prints]);

  it('is written and read as it is', () => {
    const text = '{"":["openid"],"p":["photos:read"],"q":["order"]}';
    expect(String(granted)).toBe(text);
    expect(String(Granted.parse(text))).toBe(text);
    expect(granted.scope).toEqual(['openid', 'photos:read', 'order']);
    expect(granted.resources).toEqual(['p', 'q']);
  });

  it('may be an API without a scope', () => {
    expect(Granted.of(['openid'], [photos]).resources).toEqual(['p']);
    expect(Granted.of([], []).resources).toEqual([]);
  });

  it('covers a scope at the API it was granted at, and at no other', () => {
    const elsewhere = { ...photos, id: 'made again' };
    expect(granted.covers(Granted.of(['openid', 'photos:read'], [photos]))).toBe(true);
    expect(granted.covers(Granted.of(['openid', 'photos:write'], [photos]))).toBe(false);
    expect(granted.covers(Granted.of(['photos:read'], [elsewhere]))).toBe(false);
    // An API may be granted without a scope, and then that is what is granted.
    expect(granted.covers(Granted.of(['openid'], [elsewhere]))).toBe(false);
    expect(granted.covers(Granted.of(['openid'], [photos]))).toBe(true);
  });

  it('is narrowed by scope and by API, and widened', () => {
    expect(String(granted.only(['order']))).toBe('{"":[],"p":[],"q":["order"]}');
    expect(String(granted.without('q'))).toBe('{"":["openid"],"p":["photos:read"]}');
    const wider = granted.union(Granted.of(['photos:write', 'photos:read'], [photos]));
    expect(wider.at('p')).toEqual(['photos:read', 'photos:write']);
  });

  it.each(['__proto__', 'constructor', 'toString'])('%s is no API', (id) => {
    expect(granted.at(id)).toEqual([]);
    const odd = Granted.of(['order'], [{ ...prints, id }]);
    expect(Granted.parse(String(odd)).at(id)).toEqual(['order']);
  });
});
