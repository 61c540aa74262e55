import { describe, expect, it } from '@jest/globals';
import { accountPath, noticeText } from './notices.js';

describe('notices', () => {
  it('are picked by a code from a fixed list', () => {
    const code = new URL(accountPath('password-changed'), 'http://x').searchParams.get('notice');
    expect(noticeText(code ?? '')).toMatch(/^Your password is changed/);
  });

  it.each([
    'Your account is locked. Call 555-0100.',
    'constructor',
    '__proto__',
    'PASSWORD-CHANGED',
  ])('never say what the address says: %s', (code) => {
    expect(noticeText(code)).toBeUndefined();
  });
});
