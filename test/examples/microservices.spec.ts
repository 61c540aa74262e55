import { spawn } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { atEndOfFile } from '../support/end-of-file.js';
import { freePort } from '../support/free-port.js';
import { startServer } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { worldOf, type World } from '../support/world.js';

interface Answer {
  readonly access_token: string;
  readonly expires_in: number;
}

interface Cache {
  get(key: string, request: () => Promise<Answer>): Promise<string>;
  forget(key: string): void;
}

// The examples are plain JavaScript, of which the compiler knows no types here.
const path = '../../examples/microservices/token-cache.js';
const { TokenCache } = (await import(path)) as { TokenCache: new (now: () => number) => Cache };

interface Registered {
  readonly client_id: string;
  readonly client_name: string;
}

let world: World;
let addresses: { ORDERS: string; BILLING: string; LEDGER: string };

/** Starts the example as its README says and waits for its first line. */
async function startExample(environment: NodeJS.ProcessEnv): Promise<string> {
  const env = { PATH: process.env['PATH'], GATEHOUSE: world.issuer, ...addresses, ...environment };
  const child = spawn(process.execPath, ['examples/microservices/main.js'], { env });
  atEndOfFile(() => Promise.resolve(child.kill()));
  let output = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (output.includes('\n')) resolve(output);
      });
    }
    child.once('exit', () => reject(new Error(`The example ended:\n${output}`)));
  });
}

const order = (body: unknown) =>
  fetch(`${addresses.ORDERS}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('the example microservices', () => {
  beforeAll(async () => {
    world = worldOf(await startServer());
    const [orders, billing, ledger] = [await freePort(), await freePort(), await freePort()];
    addresses = {
      ORDERS: `http://localhost:${orders}`,
      BILLING: `http://localhost:${billing}`,
      LEDGER: `http://localhost:${ledger}`,
    };
    const token = await world.admin.token();
    const started = { GATEHOUSE_ADMIN_TOKEN: token, STATE_DIR: temporaryDirectory() };
    expect(await startExample(started)).toContain(addresses.ORDERS);
  });

  it('an order goes through all three, in the name of the first and by the second', async () => {
    const { items } = (await world.admin.get('/clients')).json as { items: Registered[] };
    const idOf = (name: string) => items.find((item) => item.client_name === name)?.client_id;
    for (const number of [1, 2]) {
      const answer = await order({ item: 'Tea', cents: 450 });
      expect(answer.status).toBe(201);
      expect(await answer.json()).toMatchObject({
        order: { item: 'Tea', cents: 450 },
        invoice: { cents: 450, booked: { number, for: idOf('Orders'), by: idOf('Billing') } },
      });
    }
  });

  it('nobody gets past it without a token', async () => {
    for (const address of [`${addresses.BILLING}/invoices`, `${addresses.LEDGER}/entries`]) {
      for (const authorization of ['', 'Bearer x', 'Basic eDp5']) {
        const answer = await fetch(address, { method: 'POST', headers: { authorization } });
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
      }
    }
    expect((await order({ item: 'Tea' })).status).toBe(400);
  });
});

describe('the token cache of the example', () => {
  it('renews ahead of expiry, once, while callers still get the old token', async () => {
    let now = 0;
    let requests = 0;
    const cache = new TokenCache(() => now);
    const request = () =>
      Promise.resolve({ access_token: `token ${String(++requests)}`, expires_in: 600 });
    const get = () => cache.get('api', request);

    expect(await Promise.all([get(), get(), get()])).toEqual(['token 1', 'token 1', 'token 1']);
    now = 479_000;
    expect(await get()).toBe('token 1');
    expect(requests).toBe(1);
    now = 481_000;
    expect(await Promise.all([get(), get()])).toEqual(['token 1', 'token 1']);
    expect(requests).toBe(2);
    expect(await get()).toBe('token 2');
    cache.forget('api');
    expect(await get()).toBe('token 3');
    now += 600_000;
    expect(await get()).toBe('token 4');
  });

  it('a renewal that fails is tried again, and is nobody’s problem before the end', async () => {
    let now = 0;
    const cache = new TokenCache(() => now);
    const first = () => Promise.resolve({ access_token: 'first', expires_in: 100 });
    const failure = () => Promise.reject(new Error('away'));
    expect(await cache.get('api', first)).toBe('first');
    now = 90_000;
    expect(await cache.get('api', failure)).toBe('first');
    now = 99_000;
    await expect(cache.get('api', failure)).rejects.toThrow('away');
  });
});
