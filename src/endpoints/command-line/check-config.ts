import { type Config, loadConfig } from '#platform/config';
import { requireKeyOf, type SealedSecret } from '#platform/crypto';
import { inspectDatabase } from '#platform/database';
import type { Command } from './command.js';
import { nameOf } from './transfer.js';

/** Reads and judges everything that a start does, and changes nothing. */
export const checkConfig: Command = {
  takes: '',
  about: 'say whether the server would start with this configuration, and change nothing',
  words: [0, 0],
  async run(_given, { environment, print, rehearse }) {
    const config = loadConfig(environment, 'guest');
    const { database, issuer, host, port } = config;
    print(`Issuer    ${issuer}`);
    print(`Listens   ${host}, port ${String(port)}${config.tls === undefined ? '' : ', https'}`);
    print(`Mail      ${mailOf(config)}`);
    const { isNew, state } = await judge(config);
    print(`Database  ${nameOf(database)}, ${state}`);
    await rehearse(environment, { isNew });
    print('The configuration can be used.');
  },
};

/** @returns also whether the next start is the first one, which makes the first admin */
async function judge(config: Config): Promise<{ isNew: boolean; state: string }> {
  const { database, secretKeySource } = config;
  let isNew = true;
  const mayBeNew = secretKeySource !== 'kept';
  const { empty, pending } = await inspectDatabase(database, { mayBeNew }, async (query) => {
    isNew = (await query<unknown[]>('SELECT sub FROM users LIMIT 1')).length === 0;
    const secrets = 'SELECT name, sealed FROM installation_secrets LIMIT 1';
    const [secret] = await query<SealedSecret[]>(secrets);
    if (secret !== undefined) requireKeyOf(secret, config);
  });
  if (empty) return { isNew, state: 'empty: the first start makes everything' };
  if (pending.length === 0) return { isNew, state: 'its schema is that of this version' };
  return { isNew: false, state: `${String(pending.length)} migrations to run` };
}

function mailOf({ smtp, mailFrom, local }: Config): string {
  if (smtp !== undefined)
    return `${smtp.host}, port ${String(smtp.port)}, from ${mailFrom?.address ?? ''}`;
  return local ? 'files in DATA_DIR/mail' : 'off: set SMTP_URL and MAIL_FROM';
}
