import { describe, expect, it } from '@jest/globals';
import { parseMailbox, parseSmtpUrl } from './mail.js';

describe('SMTP_URL', () => {
  it('is STARTTLS at 587 unless it says otherwise', () => {
    expect(parseSmtpUrl('smtp://a%40b:p%2Fw@mail.example.com')).toEqual({
      ...{ host: 'mail.example.com', port: 587, secure: false },
      ...{ requireTLS: true, ignoreTLS: false, auth: { user: 'a@b', pass: 'p/w' } },
    });
    expect(parseSmtpUrl('smtps://mail.example.com')).toMatchObject({ port: 465, secure: true });
    expect(parseSmtpUrl('smtp://[::1]:2525?tls=none')).toMatchObject({
      ...{ host: '::1', port: 2525, requireTLS: false, ignoreTLS: true },
    });
    expect(parseSmtpUrl('')).toBeUndefined();
  });

  it.each([
    'mail.example.com',
    'http://mail.example.com',
    'smtp://mail.example.com/path',
    'smtp://mail.example.com?tls=none',
    'smtps://localhost?tls=none',
    'smtp://mail.example.com?tls=maybe',
    'smtp://user@mail.example.com',
    'smtp://user:%zz@mail.example.com',
  ])('is not %s', (value) => {
    expect(() => parseSmtpUrl(value)).toThrow(/^m/);
  });
});

describe('MAIL_FROM', () => {
  it('is an address, with a name or without', () => {
    expect(parseMailbox('sso@example.com')).toEqual({ address: 'sso@example.com' });
    expect(parseMailbox('Größe & Co <sso@example.com>')).toEqual({
      ...{ name: 'Größe & Co', address: 'sso@example.com' },
    });
  });

  it.each([
    'example.com',
    'a@b@c',
    'a <b@c.example> d',
    'x\r\nBcc: y@z.example <a@b.example>',
    '"victim@evil x"@example.com',
    'a b@example.com',
  ])('L18 is not %j', (value) => {
    expect(() => parseMailbox(value)).toThrow('must be an address');
  });
});
