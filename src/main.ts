#!/usr/bin/env node
import { createApplication, prepareInstallation, withModules } from './bootstrap.js';
import { rehearse } from './rehearsal.js';
import { loadExtensions } from './extensions.js';
import { type Environment, loadConfig, StartRefused, VERSION } from '#platform/config';
import { runCommandLine } from '#endpoints/command-line';

// The database, its journal and the key are for this user's eyes, whatever the shell's umask is.
process.umask(0o077);

/** Starts the server with the environment's configuration and says where it is. */
async function serve(environment: Environment): Promise<void> {
  const config = loadConfig(environment);
  const modules = await loadExtensions(config);
  const app = await createApplication(config, { modules });
  const admin = await prepareInstallation(app, config);
  const credentials = [
    `  Admin       ${admin.username}`,
    ...(admin.password === undefined
      ? []
      : [
          `  Password    ${admin.password}   (shown only now; change it at ${config.url('/account')})`,
        ]),
    ...(admin.unnamed === true
      ? [
          `  Say who the admin is, by ADMIN_NAME and ADMIN_EMAIL or at ${config.url('/account')}: applications ask.`,
        ]
      : []),
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
    `Gatehouse ${VERSION} is ready.`,
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

/** What the operator can do about an address that cannot be listened on. */
const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use. Stop what listens there, or set PORT (or METRICS_PORT) to another.',
  EACCES: 'is for privileged users. Set PORT (or METRICS_PORT) to one above 1023.',
  EADDRNOTAVAIL: 'cannot be used: HOST (or METRICS_HOST) is no address of this machine.',
  ENOTFOUND: 'cannot be used: HOST (or METRICS_HOST) is no name of this machine.',
};

/** What the operator has to know; of what they cannot mend, the stack as well. */
function reasonsOf(error: unknown): { reasons: readonly string[]; stack?: string | undefined } {
  if (!(error instanceof Error)) return { reasons: [String(error)] };
  const { code = '', port } = error as { code?: string; port?: number };
  const advice = LISTENING[code];
  if (advice !== undefined) return { reasons: [`Port ${String(port ?? '')} ${advice}`] };
  if (error instanceof StartRefused) return { reasons: error.problems };
  return { reasons: [error.message], stack: error.stack };
}

/** One line: for people at a terminal, and for whoever collects the lines of the log elsewhere. */
function tellFailure(error: unknown): void {
  const message = 'Gatehouse did not start.';
  const { reasons, stack } = reasonsOf(error);
  const [first, ...others] = reasons;
  const time = new Date().toISOString();
  const line = { level: 'fatal', time, message, reason: reasons.join('; '), stack };
  const text = others.length > 0 ? ['', ...reasons].join('\n  - ') : ` ${stack ?? first ?? ''}`;
  process.stderr.write(`${process.stderr.isTTY ? message + text : JSON.stringify(line)}\n`);
}

try {
  const code = await runCommandLine(process.argv.slice(2), {
    environment: process.env,
    print: (line) => {
      print([line]);
    },
    serve,
    withModules,
    rehearse,
  });
  if (code !== undefined) process.exit(code);
} catch (error) {
  tellFailure(error);
  process.exit(1);
}
