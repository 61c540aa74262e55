import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, loadConfig } from '#platform/config';
import { QUIET, type Rehearsal } from '#endpoints/command-line';
import { createApplication, prepareInstallation } from './bootstrap.js';
import { loadExtensions } from './extensions.js';

/** What leads to the installation, or to others. */
const NOTHING_OF_OURS = {
  ...{ DATABASE_URL: '', DATABASE_URL_FILE: '', SECRET_KEY_FILE: '' },
  ...{ SMTP_URL: '', SMTP_URL_FILE: '' },
};

/**
 * Starts up to where it would listen, on a database of its own: whatever is judged on the way, by extensions too, is judged
 * here, and nothing of the installation is touched.
 * @throws StartRefused as the start would
 */
export async function rehearse(environment: Environment, { isNew }: Rehearsal): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gatehouse-check-'));
  try {
    const config = loadConfig({
      ...environment,
      ...QUIET,
      ...NOTHING_OF_OURS,
      DATA_DIR: dataDir,
      SECRET_KEY: randomBytes(32).toString('base64'),
    });
    const app = await createApplication(config, { modules: await loadExtensions(config) });
    try {
      if (isNew) await prepareInstallation(app, config);
    } finally {
      await app.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
