import { createApplication, prepareInstallation } from './bootstrap.js';
import { ConfigError, loadConfig } from '#platform/config';

// The database, its journal and the key are for this user's eyes, whatever the shell's umask is.
process.umask(0o077);

/** Starts the server with the environment's configuration and says where it is. */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const app = await createApplication(config);
  const admin = await prepareInstallation(app, config);
  const credentials = [
    `  Admin       ${admin.username}`,
    ...(admin.password === undefined
      ? []
      : [
          `  Password    ${admin.password}   (shown only now; change it at ${config.url('/account')})`,
        ]),
    ``,
  ];
  // An exit of our own: a signal sent to itself ends no process that is number 1 of its container.
  app.enableShutdownHooks(['SIGINT', 'SIGTERM'], { useProcessExit: true });
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    // The admin exists by now, and a password that is not shown now is lost.
    if (admin.password !== undefined) print(['The first admin was created.', ``, ...credentials]);
    throw error;
  }
  print([
    `Gatehouse is ready.`,
    ``,
    `  Issuer      ${config.issuer}`,
    `  Swagger UI  ${config.url('/docs')}`,
    `  Account     ${config.url('/account')}`,
    ...credentials,
  ]);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** What the operator has to know; the stack of what they cannot mend. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${String(port)} is in use. Stop what listens there, or set PORT (or METRICS_PORT) to another.`;
  }
  return error instanceof ConfigError ? error.message : (error.stack ?? error.message);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`Gatehouse did not start. ${reasonOf(error)}\n`);
  process.exit(1);
}
