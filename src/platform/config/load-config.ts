import { resolve } from 'node:path';
import { type CertificateFiles, readCertificate } from './certificate.js';
import { Config, type DatabaseConfig } from './config.js';
import { parseDatabaseUrl, readAuthorities } from './database-url.js';
import { type Environment, withSecretFiles } from './environment.js';
import { parseMailbox, parseSmtpUrl } from './mail.js';
import { parseOpenRegistrationPolicy } from './open-registration.js';
import { obtainSecretKeys, type SecretKeys } from './secret-key.js';
import { readSettingsFile } from './settings-file.js';
import { ConfigError } from './start-refused.js';
import {
  parseDelay,
  parseDocumentHosts,
  parseDomains,
  parseHost,
  parseHsts,
  parseIssuer,
  parseNetworks,
  parsePort,
  parseProxies,
  parseOrigins,
  parseRpId,
  parseSecretKeys,
} from './values.js';

const LEGACY_GRANTS = ['implicit', 'password'] as const;
const REGISTRATION = ['off', 'token', 'open'] as const;
const REQUIRE_PKCE = ['public', 'all'] as const;
const RSA_KEY_BITS = ['2048', '3072', '4096'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

interface Reading {
  /** Reads one variable; what is wrong with it is a problem of the whole. */
  readonly read: <T>(name: string, fallback: string, parse: (value: string) => T) => T | undefined;
  readonly text: (name: string, fallback: string) => string;
  readonly given: (name: string) => string | undefined;
  readonly problems: string[];
}

/**
 * Reads the configuration from environment variables (README, "Configuration").
 * @param role a server may write the key of a first start to DATA_DIR
 * @throws ConfigError naming every variable that is wrong.
 */
export function loadConfig(environment: Environment, role: Config['role'] = 'server'): Config {
  const problems: string[] = [];
  const reading = readingOf(withSecretFiles(environment, problems), problems);
  const { read, text } = reading;
  const port = read('PORT', '3000', parsePort) ?? 3000;
  const dataDir = resolve(text('DATA_DIR', './data'));
  const tls = readTls(text('TLS_CERT', ''), text('TLS_KEY', ''), problems);
  const issuer = read('ISSUER', defaultIssuer(port, tls), (value) => parseIssuer(value, tls));
  const database = readDatabase(reading, dataDir);
  const values = {
    ...{ role, port, dataDir, tls, issuer, database },
    // Plain http is for loopback only, so listen where it points; behind TLS, everywhere.
    host: read('HOST', defaultHost(issuer), parseHost),
    metricsPort: read('METRICS_PORT', '', (value) => (value === '' ? undefined : parsePort(value))),
    metricsHost: read('METRICS_HOST', '127.0.0.1', parseHost),
    shutdownDelay: read('SHUTDOWN_DELAY', '0', parseDelay),
    adminUsername: text('ADMIN_USERNAME', 'admin'),
    adminPassword: reading.given('ADMIN_PASSWORD'),
    adminEmail: text('ADMIN_EMAIL', '') || undefined,
    adminName: text('ADMIN_NAME', '') || undefined,
    verifiedDomains: read('VERIFIED_DOMAINS', '', parseDomains),
    settings: read('SETTINGS_FILE', '', readSettingsFile),
    webauthnRpId: read('WEBAUTHN_RP_ID', '', (value) => parseRpId(value, issuer)),
    webauthnRelatedOrigins: read('WEBAUTHN_RELATED_ORIGINS', '', parseOrigins),
    ...readMail(reading),
    extensions: text('EXTENSIONS', '')
      .split(/[\s,]+/)
      .filter((path) => path !== ''),
    legacyGrants: read('LEGACY_GRANTS', '', (list) => new Set(manyOf(LEGACY_GRANTS, list))),
    registrationPolicy: read('REGISTRATION_POLICY', '{}', parseOpenRegistrationPolicy),
    registration: read('REGISTRATION', 'token', (value) => oneOf(REGISTRATION, value)),
    clientIdDocuments: read('CLIENT_ID_DOCUMENTS', 'off', parseDocumentHosts),
    outboundAllowedNetworks: read('OUTBOUND_ALLOWED_NETWORKS', '', parseNetworks),
    trustedProxies: read('TRUSTED_PROXIES', '', parseProxies),
    hsts: read('HSTS', issuer?.startsWith('https:') ? 'max-age=31536000' : 'off', parseHsts),
    requirePkce: read('REQUIRE_PKCE', 'public', (value) => oneOf(REQUIRE_PKCE, value)),
    rsaKeyBits: read('RSA_KEY_BITS', '2048', (value) => Number(oneOf(RSA_KEY_BITS, value))),
    logLevel: read('LOG_LEVEL', 'info', (value) => oneOf(LOG_LEVELS, value)),
  };
  const keys = readKeys(reading, dataDir, database, role === 'server');
  if (problems.length > 0 || keys === undefined) throw new ConfigError(problems);
  const [secretKey, ...formerSecretKeys] = keys.keys;
  return freeze({ ...values, secretKey, formerSecretKeys, secretKeySource: keys.source });
}

function readingOf(environment: Environment, problems: string[]): Reading {
  const text = (name: string, fallback: string) => environment[name]?.trim() || fallback;
  return {
    ...{ problems, text },
    // As it is: a password may begin with a space.
    given: (name) => environment[name] || undefined,
    read: (name, fallback, parse) => {
      try {
        return parse(text(name, fallback));
      } catch (error) {
        problems.push(`${name} ${(error as Error).message}`);
        return undefined;
      }
    },
  };
}

/** Mail is from somebody, or nobody takes it. */
function readMail({ read, problems }: Reading) {
  const smtp = read('SMTP_URL', '', parseSmtpUrl);
  const mailFrom = read('MAIL_FROM', '', parseMailbox);
  const mailReplyTo = read('MAIL_REPLY_TO', '', parseMailbox);
  const wrong = problems.some((problem) => problem.startsWith('MAIL_FROM '));
  if (smtp !== undefined && mailFrom === undefined && !wrong) {
    problems.push('MAIL_FROM must be set along with SMTP_URL, as in: Example <sso@example.com>');
  }
  return { smtp, mailFrom, mailReplyTo };
}

function readDatabase({ read }: Reading, dataDir: string): DatabaseConfig | undefined {
  const ca = read('DATABASE_CA', '', readAuthorities);
  const embedded = `sqlite:${dataDir}/gatehouse.sqlite`;
  return read('DATABASE_URL', embedded, (value) => parseDatabaseUrl(value, ca));
}

/** Those that are given, or else those in DATA_DIR. Made only where everything else is right. */
function readKeys(
  { text, read, problems }: Reading,
  dataDir: string,
  database: DatabaseConfig | undefined,
  makeKey: boolean,
): SecretKeys | undefined {
  if (text('SECRET_KEY', '') !== '') {
    const keys = read('SECRET_KEY', '', parseSecretKeys);
    return keys && { keys, source: 'given' };
  }
  if (problems.length > 0 || database === undefined) return undefined;
  try {
    return obtainSecretKeys(dataDir, database, makeKey);
  } catch (error) {
    problems.push((error as Error).message);
    return undefined;
  }
}

function defaultHost(issuer: string | undefined): string {
  return issuer?.startsWith('http:') ? new URL(issuer).hostname : '0.0.0.0';
}

/** Both paths or neither; what is wrong with them is added to `problems`. */
function readTls(cert: string, key: string, problems: string[]): CertificateFiles | undefined {
  if (cert === '' && key === '') return undefined;
  const [missing, given] = cert === '' ? ['TLS_CERT', 'TLS_KEY'] : ['TLS_KEY', 'TLS_CERT'];
  const tls = { cert: resolve(cert), key: resolve(key) };
  try {
    if (cert === '' || key === '') throw new Error(`${missing} must be set along with ${given}`);
    readCertificate(tls);
  } catch (error) {
    problems.push((error as Error).message);
  }
  return tls;
}

/** In its canonical form, also with the port that the scheme has by itself. */
function defaultIssuer(port: number, tls: CertificateFiles | undefined): string {
  return new URL(`${tls === undefined ? 'http' : 'https'}://localhost:${String(port)}`).origin;
}

function freeze(values: object): Config {
  const config = Object.create(Config.prototype) as Config;
  return Object.freeze(Object.assign(config, values));
}

function split(list: string): string[] {
  return list.split(/[\s,]+/).filter((item) => item !== '');
}

function oneOf<T extends string>(allowed: readonly T[], value: string): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw new Error(`must be one of: ${allowed.join(', ')}`);
  return found;
}

function manyOf<T extends string>(allowed: readonly T[], list: string): T[] {
  return split(list).map((item) => oneOf(allowed, item));
}
