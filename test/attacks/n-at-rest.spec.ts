import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import crypto from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { equalInConstantTime, sha256 } from '#platform/crypto';
import { startApplication } from '../support/application.js';
import { clock } from '../support/clock.js';
import { startOwnWorld } from '../support/application.js';

describe('secrets at rest', () => {
  it('N03 the database holds no private key, and its key lies beside it, not in it', async () => {
    const world = await startOwnWorld();
    const { dataDir } = world.application;
    await world.query('PRAGMA wal_checkpoint(TRUNCATE)');
    const dump = readFileSync(join(dataDir, 'gatehouse.sqlite'), 'latin1');
    const key = readFileSync(join(dataDir, 'secret.key'), 'utf8').trim();
    expect(dump).toContain('signing_keys');
    expect(dump).not.toContain('PRIVATE KEY');
    expect(dump).not.toMatch(/"d":"[\w-]{20,}"/);
    expect(dump).not.toContain(key);
    expect(dump).not.toContain(Buffer.from(key, 'base64').toString('latin1'));
  });

  it('N03 a private key moved to another row is not taken for the one that belongs there', async () => {
    const world = await startOwnWorld();
    const { dataDir } = world.application;
    const [one, two] = await world.query<{ kid: string; private_key: string }[]>(
      'SELECT kid, private_key FROM signing_keys ORDER BY kid',
    );
    const put = 'UPDATE signing_keys SET private_key = ? WHERE kid = ?';
    await world.query(put, [one?.private_key, two?.kid]);
    await world.query(put, [two?.private_key, one?.kid]);
    await world.application.close();
    await expect(startApplication({ DATA_DIR: dataDir })).rejects.toThrow(
      /cannot be decrypted: is SECRET_KEY/,
    );
  });

  it('N03 a database is worth nothing under another SECRET_KEY', async () => {
    const world = await startOwnWorld();
    const { dataDir } = world.application;
    await world.application.close();
    const SECRET_KEY = crypto.randomBytes(32).toString('base64');
    await expect(startApplication({ DATA_DIR: dataDir, SECRET_KEY })).rejects.toThrow(
      /cannot be decrypted: is SECRET_KEY/,
    );
  });

  it('N05 secrets are looked up by digest, and digests compared in constant time', async () => {
    const world = await startOwnWorld();
    const client = await world.registerClient();
    const secret = client.client_secret ?? '';
    const [row] = await world.query<{ secret_hash: string }[]>(
      'SELECT secret_hash FROM client_secrets WHERE client_id = ?',
      [client.client_id],
    );
    expect(row?.secret_hash).toBe(sha256(secret));
    const digest = sha256(secret);
    for (let position = 0; position < digest.length; position++) {
      const other = digest[position] === 'A' ? 'B' : 'A';
      const changed = digest.slice(0, position) + other + digest.slice(position + 1);
      expect(equalInConstantTime(digest, changed)).toBe(false);
    }
    expect(equalInConstantTime(digest, `${digest}A`)).toBe(false);
    expect(equalInConstantTime(digest, digest)).toBe(true);
  });

  it('N06 our own tokens are never valid only in the future', async () => {
    const world = await startOwnWorld();
    const user = await world.createUser();
    const app = await world.registerClient();
    const tokens = await world.tokens({ client: app, user });
    for (const value of [tokens.access_token, tokens.id_token ?? '']) {
      const [, payload = ''] = value.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
        string,
        any
      >;
      expect(claims['nbf'] ?? 0).toBeLessThanOrEqual(clock.now());
      expect(claims['iat']).toBeLessThanOrEqual(clock.now());
    }
  });
});
