import { randomBytes } from 'node:crypto';
import type { Environment } from './installation.js';
import { sharedServers } from './shared-servers.js';
import { temporaryDirectory } from './temporary-directory.js';

/** What makes a first start another than that of every other server. */
const OF_ITS_OWN = [
  ...['DATA_DIR', 'DATABASE_URL', 'SECRET_KEY'],
  ...['ADMIN_USERNAME', 'ADMIN_PASSWORD', 'ADMIN_NAME', 'ADMIN_EMAIL'],
];

/**
 * A data directory of its own and the password of the administrator; with keys and administrator in it
 * already, unless the environment says something about them.
 */
export function newInstallation(environment: Environment): {
  dataDir: string;
  adminPassword: string;
  /** Which a MySQL database has to be given, and which nobody gave. */
  secretKey: { SECRET_KEY?: string };
} {
  const dataDir = environment['DATA_DIR'] ?? temporaryDirectory();
  const isUsual = OF_ITS_OWN.every((name) => !(name in environment));
  const prepared = isUsual ? sharedServers.copyInstallation(dataDir) : undefined;
  const adminPassword =
    prepared ?? environment['ADMIN_PASSWORD'] ?? randomBytes(18).toString('base64url');
  const needsKey = environment['DATABASE_URL']?.startsWith('mysql:') && !environment['SECRET_KEY'];
  const secretKey = needsKey ? { SECRET_KEY: randomBytes(32).toString('base64') } : {};
  return { dataDir, adminPassword, secretKey };
}
