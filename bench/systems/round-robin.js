// @ts-check
// What a load balancer does for several nodes: the next connection goes to the next of them.
import { connect, createServer } from 'node:net';
import { once } from 'node:events';

/**
 * @param {number} port where it listens
 * @param {readonly number[]} nodes their ports
 * @returns {Promise<import('node:net').Server>}
 */
export async function roundRobin(port, nodes) {
  let connections = 0;
  const balancer = createServer((client) => {
    const node = connect(/** @type {number} */ (nodes[connections++ % nodes.length]), '127.0.0.1');
    client.pipe(node).pipe(client);
    // Either end may close the connection, and so ends the other.
    client.on('error', () => node.destroy()).setNoDelay(true);
    node.on('error', () => client.destroy()).setNoDelay(true);
  });
  balancer.listen(port, '127.0.0.1').unref();
  await once(balancer, 'listening');
  return balancer;
}
