import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, loadConfig } from '#platform/config';
import { dataSourceOptions } from '#platform/database';
import { startApplication } from '../support/application.js';
import { productFiles } from '../support/repository-files.js';
import { tlsEnvironment } from '../support/tls.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { LocalWorld } from '../support/world.js';

type Environment = Record<string, string | undefined>;

const tls = { ...tlsEnvironment() };
const others = { ...tlsEnvironment() };
const base = (): Environment => ({ DATA_DIR: temporaryDirectory() });

function problems(environment: Environment): string[] {
  try {
    loadConfig({ ...base(), ...environment });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [...error.problems];
  }
}

const key = (bytes: Buffer) => bytes.toString('base64');

describe('a configuration that would open a door', () => {
  it.each<[string, Environment]>([
    ['plain http in public', { ISSUER: 'http://sso.example.com' }],
    ['plain http on a private address', { ISSUER: 'http://10.0.0.1' }],
    ['a loopback look-alike', { ISSUER: 'http://localhost.example.com' }],
    ['a loopback address written otherwise', { ISSUER: 'http://127.1' }],
    ['no scheme', { ISSUER: 'sso.example.com' }],
    ['a script', { ISSUER: 'javascript:alert(1)' }],
    ['a query', { ISSUER: 'https://sso.example.com/?x' }],
    ['a fragment', { ISSUER: 'https://sso.example.com#x' }],
    ['a user', { ISSUER: 'https://user:pass@sso.example.com' }],
    ['a path with a dot segment', { ISSUER: 'https://sso.example.com/auth/../x' }],
    ['a path that is written in two ways', { ISSUER: 'https://sso.example.com/%61uth' }],
    ['a path with an empty segment', { ISSUER: 'https://sso.example.com//auth' }],
    ['the path of other documents', { ISSUER: 'https://sso.example.com/.well-known' }],
    ['upper case', { ISSUER: 'https://SSO.example.com' }],
    ['a default port', { ISSUER: 'https://sso.example.com:443' }],
    ['a short key', { SECRET_KEY: key(randomBytes(16)) }],
    ['a long key', { SECRET_KEY: key(randomBytes(64)) }],
    ['a key of zeros', { SECRET_KEY: key(Buffer.alloc(32)) }],
    ['a key of one letter', { SECRET_KEY: key(Buffer.alloc(32, 'a')) }],
    ['a password as the key', { SECRET_KEY: 'changeme' }],
    ['a key in hexadecimal', { SECRET_KEY: randomBytes(32).toString('hex') }],
    ['a port that is none', { PORT: '70000' }],
    ['an unknown database', { DATABASE_URL: 'postgres://localhost/x' }],
    ['a database in memory by accident', { DATABASE_URL: 'sqlite:' }],
    ['a database without a name', { DATABASE_URL: 'mysql://localhost' }],
    ['S12 an option of the database that nobody obeys', { DATABASE_URL: 'mysql://h/x?ssl=true' }],
    ['S12 an unknown way to check it', { DATABASE_URL: 'mysql://h/x?ssl-mode=PREFERRED' }],
    ['S12 an option of SQLite', { DATABASE_URL: 'sqlite:./x?mode=memory' }],
    ['S12 an authority that is none', { DATABASE_CA: tls.TLS_KEY }],
    ['O17 MySQL without a key', { SECRET_KEY: '', DATABASE_URL: 'mysql://localhost/x' }],
    ['O13 a secret file that is not there', { SECRET_KEY_FILE: '/nowhere' }],
    ['O13 a password in a directory', { ADMIN_PASSWORD_FILE: '/' }],
    ['O20 a host that cannot be', { ISSUER: 'https://xn--/' }],
    ['O20 a host that is no Punycode', { ISSUER: 'https://sso.xn--a.example' }],
    ['O05 everybody as a proxy', { TRUSTED_PROXIES: '0.0.0.0/0' }],
    ['O05 everybody as a proxy, in IPv6', { TRUSTED_PROXIES: '10.0.0.0/8 ::/0' }],
    ['O05 a proxy on one of our wires', { TRUSTED_PROXIES: 'fe80::1%eth0' }],
    ['O04 a host with a port', { HOST: 'localhost:3000' }],
    ['O03 a rule for browsers that is none', { HSTS: 'yes' }],
    ['a grant that does not exist', { LEGACY_GRANTS: 'password, everything' }],
    ['an unknown way to register', { REGISTRATION: 'yes' }],
    ['a proxy by name', { TRUSTED_PROXIES: 'proxy.example.com' }],
    ['every proxy there is, by a word', { TRUSTED_PROXIES: 'true' }],
    ['a proxy mask that is none', { TRUSTED_PROXIES: '10.0.0.0/33' }],
    ['a network that is none', { OUTBOUND_ALLOWED_NETWORKS: '10.0.0' }],
    ['a domain with an @', { VERIFIED_DOMAINS: '@example.com' }],
    ['every domain', { VERIFIED_DOMAINS: '*' }],
    ['documents of an address', { CLIENT_ID_DOCUMENTS: 'https://clients.example' }],
    ['documents of a path', { CLIENT_ID_DOCUMENTS: 'clients.example/path' }],
    ['documents of every host', { CLIENT_ID_DOCUMENTS: '*' }],
    ['an unknown log level', { LOG_LEVEL: 'verbose' }],
    ['a certificate that is not there', { TLS_CERT: '/nowhere.pem', TLS_KEY: tls.TLS_KEY }],
    ['a certificate that is none', { TLS_CERT: tls.TLS_KEY, TLS_KEY: tls.TLS_KEY }],
    ['a key that is none', { TLS_KEY: tls.TLS_CERT, TLS_CERT: tls.TLS_CERT }],
    ['the key of another certificate', { TLS_KEY: others.TLS_KEY, TLS_CERT: tls.TLS_CERT }],
    ['plain http with a certificate', { ISSUER: 'http://localhost:3000', ...tls }],
    ['a certificate without a key', { TLS_KEY: undefined, TLS_CERT: tls.TLS_CERT }],
    ['a key without a certificate', { TLS_CERT: undefined, TLS_KEY: tls.TLS_KEY }],
  ])(
    'M08 O17 O20 S12 %s is refused before anything starts, by name and without its value',
    (_name, wrong) => {
      const [name = ''] = Object.keys(wrong);
      const found = problems(wrong);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(new RegExp(`^${name} must `));
      const example = found[0]?.replace(/(?:such as|as in) \S+|localhost/g, '') ?? '';
      for (const value of Object.values(wrong).filter(Boolean))
        expect(example).not.toContain(value);
    },
  );

  it('M08 all that is wrong is said at once', () => {
    const wrong = { ISSUER: 'http://x.example', PORT: 'x', SECRET_KEY: 'x', LOG_LEVEL: 'x' };
    expect(problems(wrong).map((line) => line.split(' ')[0])).toEqual([
      ...['PORT', 'ISSUER', 'LOG_LEVEL', 'SECRET_KEY'],
    ]);
  });

  it('M08 and never with what was given, which may be a secret in the wrong place', () => {
    const secret = 'hunter2-hunter2-hunter2';
    const told = problems({
      ...{ SECRET_KEY: secret, ISSUER: `http://${secret}.example`, TRUSTED_PROXIES: secret },
      DATABASE_URL: `mysqql://root:${secret}@localhost/x`,
    });
    expect(told).toHaveLength(4);
    expect(told.join()).not.toContain(secret);
  });

  it('M08 what is not said is closed', () => {
    const config = loadConfig(base());
    expect(config).toMatchObject({
      ...{ trustedProxies: [], registration: 'token', logLevel: 'info' },
      ...{ issuer: 'http://localhost:3000', host: 'localhost' },
    });
    expect(config.legacyGrants.size).toBe(0);
    expect(config.outboundAllowedNetworks.rules).toEqual([]);
    expect(Object.isFrozen(config)).toBe(true);
    for (const empty of ['', '  ']) {
      const same = loadConfig({
        ...base(),
        ISSUER: empty,
        TRUSTED_PROXIES: empty,
        LEGACY_GRANTS: empty,
      });
      expect(same).toMatchObject({ issuer: config.issuer, trustedProxies: [] });
    }
  });

  it('M08 with a certificate the issuer is https, in its canonical form', () => {
    expect(loadConfig({ ...base(), ...tls })).toMatchObject({
      ...{ issuer: 'https://localhost:3000', secure: true, host: '0.0.0.0' },
    });
    expect(loadConfig({ ...base(), ...tls, PORT: '443' }).issuer).toBe('https://localhost');
    expect(loadConfig({ ...base(), PORT: '80' }).issuer).toBe('http://localhost');
  });

  it('M08 the key made up at the first start is random, and for its owner alone', () => {
    const [one, two] = [base(), base()];
    const keys = [loadConfig(one), loadConfig(two), loadConfig(one)].map(
      ({ secretKey }) => secretKey,
    );
    expect(keys[0]).not.toEqual(keys[1]);
    expect(keys[0]).toEqual(keys[2]);
    const { mode } = statSync(join(one['DATA_DIR'] ?? '', 'secret.key.new'));
    expect((mode & 0o777).toString(8)).toBe('600');
  });

  it.each(['', 'x', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=', '\0'.repeat(44)])(
    'M08 a key file that holds %j is not replaced by a new key, and not used',
    (content) => {
      const environment = base();
      const path = join(environment['DATA_DIR'] ?? '', 'secret.key');
      mkdirSync(environment['DATA_DIR'] ?? '', { recursive: true });
      writeFileSync(path, content, { mode: 0o600 });
      expect(() => loadConfig(environment)).toThrow(/secret\.key is not usable/);
      expect(readFileSync(path, 'utf8')).toBe(content);
    },
  );

  it('M08 O06 a lost key is not made up again: what it sealed could not be read', async () => {
    const first = await startApplication();
    await first.close();
    rmSync(join(first.dataDir, 'secret.key'));
    await expect(startApplication({ DATA_DIR: first.dataDir })).rejects.toThrow(
      /^SECRET_KEY must be set, or its file put back/,
    );
    expect(existsSync(join(first.dataDir, 'secret.key'))).toBe(false);
    expect(existsSync(join(first.dataDir, 'secret.key.new'))).toBe(false);
  });

  it('O18 a lost database is not made up again where its key lies, and a first start that was killed goes on', async () => {
    const first = await startApplication();
    await first.close();
    const { dataDir } = first;
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(join(dataDir, `gatehouse.sqlite${suffix}`), { force: true });
    }
    await expect(startApplication({ DATA_DIR: dataDir })).rejects.toThrow(/^The database is empty/);
    // What a start leaves that was killed before it was complete.
    renameSync(join(dataDir, 'secret.key'), join(dataDir, 'secret.key.new'));
    await (await startApplication({ DATA_DIR: dataDir })).close();
    expect(existsSync(join(dataDir, 'secret.key'))).toBe(true);
  });

  it.each([
    ['password123', 'ADMIN_PASSWORD'],
    ['gatehouse1', 'ADMIN_PASSWORD'],
    ['admin', 'ADMIN_PASSWORD'],
    ['short', 'ADMIN_PASSWORD'],
  ])('M08 %s is no password for the first administrator', async (password, name) => {
    const starting = startApplication({ ADMIN_PASSWORD: password });
    await expect(starting).rejects.toThrow(`${name} cannot be used`);
    await expect(starting).rejects.not.toThrow(password === 'admin' ? '"admin"' : password);
  });

  it('M08 a database that cannot be opened ends the start; there is no other to fall back on', async () => {
    const folder = `sqlite:${temporaryDirectory()}`;
    await expect(startApplication({ DATABASE_URL: folder })).rejects.toThrow(
      'cannot use the SQLite database',
    );
    const nobody = 'mysql://gatehouse:canary@127.0.0.1:1/gatehouse';
    const starting = startApplication({ DATABASE_URL: nobody });
    await expect(starting).rejects.toThrow('ECONNREFUSED');
    await expect(starting).rejects.not.toThrow('canary');
  });

  it('M08 a grant that is off by default is off, and so is the client that asks for it', async () => {
    const world = new LocalWorld(await startApplication());
    for (const grant_types of [['password'], ['implicit'], ['authorization_code', 'password']]) {
      const metadata = { client_name: 'x', redirect_uris: ['https://a.example/'], grant_types };
      expect((await world.admin.post('/clients', metadata)).status).toBe(400);
    }
  });

  it('M08 the schema is never made up from the code', () => {
    for (const database of [
      { kind: 'sqlite', path: ':memory:' },
      loadConfig({ DATABASE_URL: 'mysql://localhost/x', SECRET_KEY: key(randomBytes(32)) })
        .database,
    ] as const) {
      expect(dataSourceOptions(database).synchronize).toBe(false);
    }
    const found = productFiles().filter(({ text }) =>
      /synchronize: (?!false)|dropSchema/.test(text),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });
});
