// @ts-check

/** A fault the person at the keyboard can mend; its message says how. */
export class StartError extends Error {}

/**
 * Runs an example's start function and reports what goes wrong in words: a StartError as its text,
 * a taken port as advice, anything else with its stack, since that is a bug.
 *
 * @param {() => Promise<{ close(): Promise<unknown> }>} start resolves to what must be closed
 */
export async function run(start) {
  try {
    const server = await start();
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => void server.close().then(() => process.exit(0)));
    }
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exit(1);
  }
}

/** @param {unknown} error */
function describe(error) {
  if (error instanceof StartError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `${error.message}\nStop what listens there, or choose another port: PORT=5001 node ...`;
  }
  return error.stack ?? error.message;
}

/**
 * @param {string} name of the environment variable
 * @param {string} fallback
 * @returns {string} an origin such as `http://localhost:3000`, or an issuer with a path; no trailing slash
 * @throws {StartError} when the value is not an http or https URL
 */
export function urlFromEnvironment(name, fallback) {
  const value = process.env[name] || fallback;
  const scheme = URL.parse(value)?.protocol ?? '';
  if (scheme !== 'http:' && scheme !== 'https:') {
    throw new StartError(`${name} must be an http or https URL such as ${fallback}.`);
  }
  return value.replace(/\/+$/, '');
}

/**
 * @param {number} fallback
 * @returns {number} the TCP port to listen on
 */
export function portFromEnvironment(fallback) {
  const port = Number(process.env['PORT'] || fallback);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new StartError('PORT must be a number from 1 to 65535.');
}
