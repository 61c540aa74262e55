// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * @template {string} Name
 * @param {Record<Name, number>} wanted
 * @returns {Promise<Record<Name, number>>} the wanted ports; another one where something listens
 */
export async function choosePorts(wanted) {
  const names = /** @type {Name[]} */ (Object.keys(wanted));
  // Held until all are chosen, so that none is chosen twice.
  const held = [];
  for (const name of names) held.push((await hold(wanted[name])) ?? (await hold(0)));
  const ports = held.map((server) => {
    const address = server?.address();
    if (!address || typeof address === 'string') throw new Error('No port is free.');
    return address.port;
  });
  await Promise.all(held.map((server) => server && once(server.close(), 'close')));
  return /** @type {Record<Name, number>} */ (
    Object.fromEntries(names.map((name, index) => [name, ports[index]]))
  );
}

/**
 * @param {number} port
 * @returns {Promise<import('node:net').Server | undefined>} undefined when something listens there
 */
async function hold(port) {
  const server = createServer();
  server.listen(port, 'localhost');
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}
