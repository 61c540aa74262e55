import { domainToASCII } from 'node:url';
import { isLoopback } from './values.js';

/** Where mail is handed over, as nodemailer takes it. */
export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314 §3.3); otherwise STARTTLS. */
  readonly secure: boolean;
  /** Without STARTTLS (RFC 3207) nothing is said. */
  readonly requireTLS: boolean;
  readonly ignoreTLS: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

export interface Mailbox {
  readonly name?: string | undefined;
  readonly address: string;
}

const SHAPE =
  'must be as in smtps://user:password@mail.example.com or smtp://user:password@mail.example.com:587; what is special in a user or password is percent-encoded';

/** @throws Error for what is no such address, or would hand mail over in the clear */
export function parseSmtpUrl(value: string): SmtpConfig | undefined {
  if (value === '') return undefined;
  const url = addressOf(value);
  const secure = url.protocol === 'smtps:';
  const inTheClear = url.search === '?tls=none';
  if (url.search !== '' && !inTheClear) throw new Error('may have ?tls=none, and no other query');
  if (inTheClear && (secure || !isLoopback(url.hostname))) {
    throw new Error('may have ?tls=none only with smtp: and a host on this machine');
  }
  const auth = credentialsOf(url);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && !inTheClear,
    ignoreTLS: inTheClear,
    ...(auth === undefined ? {} : { auth }),
  };
}

function addressOf(value: string): URL {
  const url = URL.parse(value);
  const sound =
    url !== null &&
    /^smtps?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    /^\/?$/.test(url.pathname) &&
    url.hash === '';
  if (!sound) throw new Error(SHAPE);
  return url;
}

function credentialsOf({ username, password }: URL): SmtpConfig['auth'] {
  if (username === '' && password === '') return undefined;
  if (username === '' || password === '') throw new Error('must have both a user and a password');
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  } catch {
    throw new Error(SHAPE);
  }
}

/** `sso@example.com`, or with a name: `Example <sso@example.com>`. */
export function parseMailbox(value: string): Mailbox | undefined {
  if (value === '') return undefined;
  const [, name = '', address = ''] = /^(?:([^<>"\p{Cc}]*)<([^<>]*)>|.*)$/u.exec(value) ?? [];
  const bare = address === '' ? value : address;
  const [local = '', domain = '', ...more] = bare.split('@');
  const sound = more.length === 0 && /^[\w!#$%&'*+\-/=?^`{|}~.]+$/.test(local);
  if (!sound || bare.length > 254 || !/^[a-z\d.-]+$/i.test(domainToASCII(domain))) {
    throw new Error('must be an address, as in: Example <sso@example.com>');
  }
  return name.trim() === '' ? { address: bare } : { name: name.trim(), address: bare };
}
