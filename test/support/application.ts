import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import {
  type ApplicationOptions,
  createApplication,
  prepareInstallation,
} from '../../src/bootstrap.js';
import { loadConfig } from '#platform/config';
import { Housekeeper } from '#platform/housekeeping';
import { atEndOfFile } from './end-of-file.js';
import { freePort } from './free-port.js';
import { temporaryDirectory } from './temporary-directory.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Application {
  readonly nest: NestFastifyApplication;
  readonly dataSource: DataSource;
  /** Where it listens, which is also the issuer unless ISSUER was given. */
  readonly origin: string;
  readonly issuer: string;
  readonly port: number;
  readonly dataDir: string;
  readonly adminPassword: string;
  close(): Promise<void>;
}

/**
 * Starts Gatehouse in this process on a real socket, with an empty SQLite database unless
 * `environment` names another, and with further modules if `options` name some. It ends with the
 * test file.
 */
export async function startApplication(
  environment: Environment = {},
  options: ApplicationOptions = {},
): Promise<Application> {
  const port = Number(environment['PORT'] ?? (await freePort()));
  const dataDir = environment['DATA_DIR'] ?? temporaryDirectory();
  const adminPassword = environment['ADMIN_PASSWORD'] ?? randomBytes(18).toString('base64url');
  const config = loadConfig({
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    HOST: '127.0.0.1',
    ...environment,
    PORT: String(port),
    DATA_DIR: dataDir,
    ADMIN_PASSWORD: adminPassword,
  });
  const nest = await createApplication(config, options);
  await prepareInstallation(nest, config);
  await nest.listen(port, '127.0.0.1');
  keepHouseByHand(nest);
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= nest.close());
  atEndOfFile(close);
  return {
    nest,
    dataSource: nest.get(DataSource),
    origin: `${config.tls === undefined ? 'http' : 'https'}://localhost:${port}`,
    issuer: config.issuer,
    port,
    dataDir,
    adminPassword,
    close,
  };
}

/**
 * A test says itself when house is kept: while its clock runs ahead, a round that comes by itself would
 * clear away what is still needed once the clock is right again.
 */
function keepHouseByHand(nest: NestFastifyApplication): void {
  clearInterval(Reflect.get(nest.get(Housekeeper), 'timer') as NodeJS.Timeout);
}
