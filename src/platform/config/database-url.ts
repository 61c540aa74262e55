import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseConfig, DatabaseTls } from './config.js';

const MODES = ['DISABLED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'] as const;

const FORM = 'must be sqlite:<path> or mysql://user:password@host:port/database';

/** @param ca PEM of the authorities that may vouch for the server; absent: those that Node trusts */
export function parseDatabaseUrl(value: string, ca: string | undefined): DatabaseConfig {
  if (value.startsWith('sqlite:')) return parseSqlite(value);
  const url = URL.parse(value);
  if (url?.protocol !== 'mysql:' || url.hostname === '' || url.pathname.length <= 1) {
    throw new Error(FORM);
  }
  const [unknown] = [...url.searchParams.keys()].filter((name) => name !== 'ssl-mode');
  if (unknown !== undefined) {
    throw new Error(`must have no parameter after "?" but ssl-mode=${MODES.join('|')}`);
  }
  return {
    kind: 'mysql',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 3306 : Number(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    name: decoded(url.pathname.slice(1)),
    tls: tlsOf(url, ca),
  };
}

function parseSqlite(value: string): DatabaseConfig {
  const path = value.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  if (path === '') throw new Error('must name a file, as in sqlite:./data/gatehouse.sqlite');
  if (path.includes('?')) throw new Error('must have no parameter for SQLite');
  return { kind: 'sqlite', path: resolve(path) };
}

/** The modes of MySQL's own clients. Only what stays on this machine needs no TLS unless told. */
function tlsOf(url: URL, ca: string | undefined): DatabaseTls | undefined {
  const given = url.searchParams.get('ssl-mode');
  const mode = given === null ? defaultMode(url) : MODES.find((one) => one === given);
  if (mode === undefined) throw new Error(`must have an ssl-mode of: ${MODES.join(', ')}`);
  if (mode === 'DISABLED') return undefined;
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: mode !== 'REQUIRED',
    verifyIdentity: mode === 'VERIFY_IDENTITY',
    ...(ca === undefined ? {} : { ca }),
  };
}

function defaultMode({ hostname }: URL): (typeof MODES)[number] {
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  return loopback ? 'DISABLED' : 'VERIFY_IDENTITY';
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error(`${FORM}, with % and other signs of the password written as %25 and so on`);
  }
}

/** Reads DATABASE_CA. */
export function readAuthorities(path: string): string | undefined {
  if (path === '') return undefined;
  try {
    const pem = readFileSync(path, 'utf8');
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new Error('must be the path of a readable PEM file with certificates');
  }
}
