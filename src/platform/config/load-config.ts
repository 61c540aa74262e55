import { resolve } from 'node:path';
import { type CertificateFiles, readCertificate } from './certificate.js';
import { Config, type DatabaseConfig } from './config.js';
import { parseDelay, parseIssuer, parseNetworks, parsePort, parseSecretKey } from './values.js';
import { parseOpenRegistrationPolicy } from './open-registration.js';
import { readOrCreateSecretKey } from './secret-key.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** All that is wrong with the environment at once; names and rules only, never values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((line) => `  - ${line}`).join('\n')}`);
  }
}

const LEGACY_GRANTS = ['implicit', 'password'] as const;
const REGISTRATION = ['off', 'token', 'open'] as const;
const RSA_KEY_BITS = ['2048', '3072', '4096'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

/**
 * Reads the configuration from environment variables (README, "Configuration").
 * @throws ConfigError naming every variable that is wrong.
 */
export function loadConfig(environment: Environment): Config {
  const problems: string[] = [];
  const read = <T>(name: string, fallback: string, parse: (value: string) => T): T | undefined => {
    const value = environment[name]?.trim();
    try {
      return parse(value === undefined || value === '' ? fallback : value);
    } catch (error) {
      problems.push(`${name} ${(error as Error).message}`);
      return undefined;
    }
  };

  const text = (name: string, fallback: string) => environment[name]?.trim() || fallback;

  const port = read('PORT', '3000', parsePort) ?? 3000;
  const dataDir = resolve(text('DATA_DIR', './data'));
  const tls = readTls(text('TLS_CERT', ''), text('TLS_KEY', ''), problems);
  const values = {
    port,
    dataDir,
    metricsPort: read('METRICS_PORT', '', (value) => (value === '' ? undefined : parsePort(value))),
    shutdownDelay: read('SHUTDOWN_DELAY', '0', parseDelay),
    tls,
    issuer: read('ISSUER', defaultIssuer(port, tls), (value) => parseIssuer(value, tls)),
    database: read('DATABASE_URL', `sqlite:${dataDir}/gatehouse.sqlite`, parseDatabase),
    adminUsername: text('ADMIN_USERNAME', 'admin'),
    adminPassword: environment['ADMIN_PASSWORD'] || undefined,
    legacyGrants: read('LEGACY_GRANTS', '', (list) => new Set(manyOf(LEGACY_GRANTS, list))),
    registrationPolicy: read('REGISTRATION_POLICY', '{}', parseOpenRegistrationPolicy),
    registration: read('REGISTRATION', 'token', (value) => oneOf(REGISTRATION, value)),
    outboundAllowedNetworks: read('OUTBOUND_ALLOWED_NETWORKS', '', parseNetworks),
    trustedProxies: read('TRUSTED_PROXIES', '', (list) => (parseNetworks(list), split(list))),
    rsaKeyBits: read('RSA_KEY_BITS', '2048', (value) => Number(oneOf(RSA_KEY_BITS, value))),
    logLevel: read('LOG_LEVEL', 'info', (value) => oneOf(LOG_LEVELS, value)),
  };
  // Plain http is for loopback only, so listen where it points; behind TLS, everywhere.
  const host = text('HOST', values.issuer?.startsWith('http:') ? 'localhost' : '0.0.0.0');
  const suppliedKey = text('SECRET_KEY', '') && read('SECRET_KEY', '', parseSecretKey);
  if (problems.length > 0) throw new ConfigError(problems);
  const secretKey = suppliedKey || readOrCreateSecretKey(dataDir);
  return freeze({ ...values, host, secretKey });
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

function parseDatabase(value: string): DatabaseConfig {
  if (value.startsWith('sqlite:')) {
    const path = value.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
    if (path === '') throw new Error('must name a file, as in sqlite:./data/gatehouse.sqlite');
    return { kind: 'sqlite', path: resolve(path) };
  }
  const url = URL.parse(value);
  if (url?.protocol === 'mysql:' && url.hostname !== '' && url.pathname.length > 1) {
    return { kind: 'mysql', url: value };
  }
  throw new Error('must be sqlite:<path> or mysql://user:password@host:port/database');
}
