import { randomBytes } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { type Config, loadConfig, replaceSecretKeys, StartRefused } from '#platform/config';
import { SealedColumns } from '#platform/crypto';
import { Transactions } from '#platform/database';
import { Events } from '#platform/events';
import { SYSTEM } from '#platform/http';
import { type Command, QUIET } from './command.js';

/**
 * Seals anew what the database holds sealed. The former key stays beside the new one, for what it signed
 * and is known outside: refresh tokens.
 */
export const rotateSecretKey: Command = {
  takes: '',
  about: 'seal everything under a new key: SECRET_KEY=new,old, or the key in DATA_DIR',
  words: [0, 0],
  async run(_given, { environment, print, withModules }) {
    const before = loadConfig(environment, 'guest');
    const { dataDir, secretKeySource: source } = before;
    if (source === 'new')
      throw new StartRefused(['There is no installation yet to rotate a key of.']);
    const inFile = source === 'kept';
    if (inFile) {
      // Before anything is sealed with it: whatever happens now, all of them open.
      replaceSecretKeys(dataDir, [randomBytes(32), before.secretKey, ...before.formerSecretKeys]);
    } else requireTwo(before);
    const config = loadConfig({ ...environment, ...QUIET });
    await withModules(config, async (modules) => {
      const count = await sealAnew(modules);
      if (inFile) replaceSecretKeys(dataDir, [config.secretKey, before.secretKey]);
      print(`${String(count)} secrets are sealed under the new key.`);
      print(inFile ? ADVICE_FOR_FILE : ADVICE);
    });
  },
};

async function sealAnew(modules: INestApplicationContext): Promise<number> {
  const secrets = await modules.get(SealedColumns, { strict: false }).sealAnew();
  const events = modules.get(Events, { strict: false });
  const event = { type: 'secret_key.rotated', actor: SYSTEM, facts: { secrets } } as const;
  await modules
    .get(Transactions, { strict: false })
    .run((manager) => events.record(manager, event));
  return secrets;
}

const ADVICE =
  'Keep both keys, the new one first, until the refresh tokens that the former one signed were renewed; then the new one alone.';
const ADVICE_FOR_FILE =
  'DATA_DIR/secret.key holds the new key and, for the refresh tokens that it signed, the former one, which the next rotation drops.';

function requireTwo(config: Config): void {
  if (config.formerSecretKeys.length > 0) return;
  throw new StartRefused([
    'SECRET_KEY must be the new key and the one that it replaces, separated by a comma: SECRET_KEY=new,old. Make a new one with: openssl rand -base64 32',
  ]);
}
