import { existsSync } from 'node:fs';
import { loadConfig } from '#platform/config';
import { inspectDatabase } from '#platform/database';
import type { Command } from './command.js';

/** Reads everything that a start reads, connects, and changes nothing. */
export const checkConfig: Command = {
  takes: '',
  about: 'say whether the server would start with this configuration, and change nothing',
  words: [0, 0],
  async run(_given, { environment, print }) {
    const config = loadConfig(environment, 'guest');
    const { database, issuer, host, port } = config;
    print(`Issuer    ${issuer}`);
    print(`Listens   ${host}, port ${String(port)}${config.tls === undefined ? '' : ', https'}`);
    const isNew = database.kind === 'sqlite' && !existsSync(database.path);
    const { empty, pending } = isNew
      ? { empty: true, pending: [] }
      : await inspectDatabase(database);
    const state = empty
      ? 'empty: the first start makes everything'
      : pending.length === 0
        ? 'its schema is that of this version'
        : `${String(pending.length)} migrations to run`;
    const where = database.kind === 'sqlite' ? database.path : `${database.host}/${database.name}`;
    print(`Database  ${where}, ${state}`);
    print('The configuration can be used.');
  },
};
