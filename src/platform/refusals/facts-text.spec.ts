import { describe, expect, it } from '@jest/globals';
import type { Refusal } from '#protocol';
import { textOf } from './facts-text.js';

const SECRET = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';

describe('A03 what is kept of a request', () => {
  const rows: readonly (readonly [Refusal['got'], string])[] = [
    ['the code has expired', 'the code has expired'],
    [{ redirect_uri: undefined }, 'no redirect_uri'],
    [{ scope: [] }, 'no scope'],
    [{ scope: ['a', 'b'], found: 'too much' }, 'too much; scope a and b'],
    [{ length: 9000 }, 'length 9000'],
    [
      { redirect_uri: 'https://a.example/cb?x=1&code=2#t=3' },
      'redirect_uri https://a.example/cb?x=…&code=…#…',
    ],
    [{ redirect_uri: 'https://u:p@a.example/cb?s' }, 'redirect_uri https://…@a.example/cb?…'],
    [{ redirect_uri: 'https://a.example/?a?b=c=d&&e' }, 'redirect_uri https://a.example/?…?b=…&&…'],
    [{ resource: ['https://a.example/x?y=z'] }, 'resource https://a.example/x?y=…'],
    [{ redirect_uri: `com.example:/${SECRET}` }, 'redirect_uri com.example:/…'],
    [{ grant_type: SECRET }, 'grant_type …'],
    [
      { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' },
      'grant_type urn:ietf:params:oauth:grant-type:token-exchange',
    ],
    [{ client_id: JWT }, 'client_id …'],
    [
      { client_id: '2b1e6c0e-5b0c-4f0e-9a57-3a8b6a0f6f0d' },
      'client_id 2b1e6c0e-5b0c-4f0e-9a57-3a8b6a0f6f0d',
    ],
    [{ kid: SECRET }, `kid ${SECRET}`],
    [{ kid: JWT }, 'kid …'],
    [{ parameter: ['nonce', 'My secret'] }, 'parameter nonce and …'],
    [{ members: ['/jwks/keys/0', '/client_name#secret'] }, 'members /jwks/keys/0 and …'],
    [`no ${SECRET}`, 'no …'],
    [{ scope: 'a\u0000\u202eb\ud800' }, 'scope a\ufffd\ufffdb\ufffd'],
    [{ scope: 'a '.repeat(400) }, `scope ${'a '.repeat(149)}a…`],
  ];

  it.each(rows)('%j is %j', (got, text) => {
    expect(textOf(got)).toBe(text);
  });

  it('is no name that is not on the list', () => {
    const spread = { code: 'x', password: 'y', client_id: 'z' };
    expect(textOf(spread)).toBe('client_id z');
  });

  it('has an end', () => {
    expect(
      textOf({ resource: Array.from({ length: 50 }, () => 'https://a.example') }),
    ).toHaveLength(1000);
  });
});
