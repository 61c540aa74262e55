import { describe, expect, it } from '@jest/globals';
import { COMMON_PASSWORDS } from './common-passwords.js';
import { passwordError } from './password-policy.js';

const alice = { username: 'alice', email: 'alice.liddell@example.com' };

const terms = (minLength: number) => ({ minLength, breached: false });

describe('what may be a password', () => {
  it.each([
    'correct horse battery staple',
    'a longer phrase',
    'xK4!plum',
    '  spaces around  ',
    'пароль-подлиннее',
    '🦊🐻🐼🐨🐯🦁🐮🐷',
    'alice in wonderland',
    'x1'.repeat(512).replace('x', 'y'),
  ])('I25 accepts %j', (password) => {
    expect(passwordError(password, alice, terms(8))).toBeUndefined();
  });

  it.each(['\0null\0byte', 'a tab\tbetween', 'two\nlines of it'])(
    'I25 refuses %j, which no form can send',
    (password) => {
      expect(passwordError(password, alice, terms(8))).toContain('control characters');
    },
  );

  it.each([
    'password12345678',
    'passwordpassword',
    'Letmein1qwertyuiop',
    '1234567890abcdefgh',
    'aaaaaaaabbbbbbbb',
    'iloveyouiloveyou1234',
  ])('S24 refuses %j, which is made of common ones', (password) => {
    expect(passwordError(password, alice, terms(15))).toContain('attackers');
  });

  it.each(['my password is longer', 'qwertyuiop by the sea', 'seven 1234 herons'])(
    'S24 accepts %j, in which there is more',
    (password) => {
      expect(passwordError(password, alice, terms(15))).toBeUndefined();
    },
  );

  it('S24 counts as many as admins have set', () => {
    expect(passwordError('fourteen chars', alice, terms(15))).toContain('at least 15');
    expect(passwordError('fifteen letters', alice, terms(15))).toBeUndefined();
  });

  it('I25 counts characters, at least 8 and at most 1,024', () => {
    expect(passwordError('xK4!plu', alice, terms(8))).toContain('at least 8');
    expect(passwordError('🦊🐻🐼🐨', alice, terms(8))).toContain('at least 8');
    expect(passwordError('long phrase '.repeat(90), alice, terms(8))).toContain('longer than 1024');
  });

  it.each([
    'password123',
    'PASSWORD123',
    'ｐassword123',
    'Passw0rd',
    'changeme',
    'letmein1',
    'qwerty123',
    'iloveyou',
    '12345678',
    '87654321',
    'abcdefgh',
    'aaaaaaaa',
    'abababab',
    'qwertyuiop',
  ])('I27 refuses the common password %j', (password) => {
    expect(passwordError(password, alice, terms(8))).toContain('attackers');
  });

  it.each(['gatehouse', 'Gatehouse2026', 'gatehouse!!', '2026-Gatehouse', 'alice123', 'ALICE!!!!'])(
    'I27 refuses %j: the name of the product or the person, decorated',
    (password) => {
      expect(passwordError(password, alice, terms(8))).toContain('name');
    },
  );

  it.each(['alice.liddell@example.com', 'alice.liddell1'])(
    'I27 refuses %j: the e-mail address',
    (password) => {
      expect(passwordError(password, alice, terms(8))).toContain('name');
    },
  );

  it('the list of common passwords is large, and holds nothing that another rule refuses', () => {
    expect(COMMON_PASSWORDS.size).toBeGreaterThan(500);
    for (const password of COMMON_PASSWORDS) {
      expect(password).toBe(password.normalize('NFKC').toLowerCase());
      expect(password.length).toBeGreaterThanOrEqual(8);
    }
  });
});
