import { describe, expect, it } from '@jest/globals';
import { sameOriginPath, webLink } from './links.js';

describe('webLink', () => {
  it('gives the address and its host', () => {
    expect(webLink('https://a.example:8443/p?q#f')).toEqual({
      href: 'https://a.example:8443/p?q#f',
      host: 'a.example:8443',
    });
  });

  it('shows the host that is visited, not the user name before it or a look-alike', () => {
    expect(webLink('https://bank.example@evil.example/')?.host).toBe('evil.example');
    expect(webLink('https://b\u0430nk.example/')?.host).toMatch(/^xn--.*\.example$/);
  });

  it.each(['javascript:alert(1)', 'JAVASCRIPT:x', 'java\tscript:x', 'data:,x', 'blob:https://a/b'])(
    'A16 %p is no link',
    (uri) => {
      expect(webLink(uri)).toBeUndefined();
    },
  );

  it('is undefined for nothing and for what is no URI', () => {
    for (const uri of [undefined, '', 'a.example', '//a.example', 'https://']) {
      expect(webLink(uri)).toBeUndefined();
    }
  });
});

describe('sameOriginPath', () => {
  it('keeps a path of this origin', () => {
    expect(sameOriginPath('/logos/a.png?v=1')).toBe('/logos/a.png?v=1');
  });

  it.each([
    'https://a.example/x.png',
    '//a.example/x',
    '/\\a.example/x',
    '/\t/a.example/x',
    'x.png',
  ])('A26 %p is not loaded', (uri) => {
    expect(sameOriginPath(uri)).toBeUndefined();
  });
});
