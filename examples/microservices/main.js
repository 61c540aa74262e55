// @ts-check
import { run, StartError, urlFromEnvironment } from '../shared/start.js';
import { billing } from './billing.js';
import { ledger } from './ledger.js';
import { orders } from './orders.js';
import { register } from './registration.js';

/** Three programs of their own, in one process only so that one command starts them. */
await run(async () => {
  const issuer = urlFromEnvironment('GATEHOUSE', 'http://localhost:3000');
  const addresses = {
    orders: urlFromEnvironment('ORDERS', 'http://localhost:4011'),
    billing: urlFromEnvironment('BILLING', 'http://localhost:4012'),
    ledger: urlFromEnvironment('LEDGER', 'http://localhost:4013'),
  };
  const clients = await register(issuer, addresses);
  const services = {
    ledger: ledger(clients.billing.serverMetadata(), addresses),
    billing: billing(clients.billing, addresses),
    orders: orders(clients.orders, addresses),
  };
  for (const [name, app] of Object.entries(services)) {
    const { hostname, port } = new URL(addresses[/** @type {keyof typeof addresses} */ (name)]);
    if (hostname !== 'localhost') throw new StartError(`${name} listens on localhost only.`);
    await app.listen({ host: 'localhost', port: Number(port || 80) });
  }
  console.log(
    `orders ${addresses.orders} -> billing ${addresses.billing} -> ledger ${addresses.ledger}`,
  );
  return {
    close: () => Promise.all(Object.values(services).map((app) => app.close())),
  };
});
