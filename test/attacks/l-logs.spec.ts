import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Logger as PinoLogger, pino } from 'pino';
import { Logger } from '#platform/logging';
import { rawHttp } from '../support/raw-http.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { ask } from './authorization-request.js';
import { sendJson } from './json-endpoints.js';
import { LoginForm } from './login-form.js';
import { send } from './requests.js';

const FORGED = '{"level":"info","message":"event","event":"login.succeeded","userId":"admin"}';

/** Ends a line, a JSON text or a colour in whatever reads the log. */
const INJECTIONS = [
  ...[`x\n${FORGED}`, `x\r\n${FORGED}`, `x"}\n${FORGED}`, `x\u2028${FORGED}`, `x\u0085${FORGED}`],
  ...['\u001b[2J\u001b[31mred', '\u009b31m', 'x\u0000y', '","event":"login.succeeded', '\\u000a'],
];

describe('what strangers can write into the log', () => {
  let world: OwnWorld;
  let client: RegisteredClient;
  const written: string[] = [];

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient();
    const logger = Reflect.get(world.application.nest.get(Logger), 'lines') as PinoLogger;
    Reflect.set(logger, pino.symbols.streamSym, { write: (text: string) => written.push(text) });
    logger.level = 'debug';
  });

  /** Everywhere a stranger's text comes in. */
  async function writeEverywhere(text: string): Promise<void> {
    const form = await LoginForm.open(world, client);
    await form.try(text, 'a wrong guess');
    await form.try('admin', text);
    await ask(world, client, { client_id: text });
    await ask(world, client, { redirect_uri: text, state: text, scope: text, nonce: text });
    for (const path of ['/token', '/introspect', '/revoke', '/logout', '/interaction/x/login']) {
      const fields = { grant_type: text, client_id: text, client_secret: text, token: text };
      await send(world, path, { ...fields, code: text, csrf: text });
    }
    const basic = Buffer.from(`${encodeURIComponent(text)}:${text}`).toString('base64');
    await send(world, '/token', { grant_type: 'x' }, { authorization: `Basic ${basic}` });
    await sendJson(world, { method: 'POST', path: '/admin/users' }, { username: text, name: text });
    await sendJson(world, { method: 'POST', path: '/admin/clients' }, { client_name: text });
    await world.get(`/${encodeURIComponent(text)}`);
    await world.get(`/admin/users/${encodeURIComponent(text).slice(0, 250)}`);
    const bytes = Buffer.from(text, 'utf8').toString('latin1');
    const lines = [
      'x-request-id',
      'x-forwarded-for',
      'user-agent',
      'referer',
      'cookie',
      'traceparent',
    ];
    const headers = lines.map((name) => `${name}: ${bytes}`).join('\r\n');
    for (const head of [
      `GET /userinfo HTTP/1.1`,
      `GET /x${bytes} HTTP/1.1`,
      `${bytes} / HTTP/1.1`,
    ]) {
      await rawHttp(
        world.application.origin,
        `${head}\r\nHost: ${bytes}\r\n${headers}\r\n\r\n`,
        30,
      );
    }
  }

  it.each(INJECTIONS)('L17 %j makes no line of its own and no field of its own', async (text) => {
    written.length = 0;
    await writeEverywhere(text);
    await world.application.control.flushEvents();
    expect(written.length).toBeGreaterThan(10);
    for (const entry of written) {
      expect(entry.indexOf('\n')).toBe(entry.length - 1);
      // Nothing that a terminal or a line reader takes for more than text.
      expect(entry.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      const line = JSON.parse(entry) as Record<string, unknown>;
      expect(line['event'] === 'login.succeeded').toBe(false);
      expect(line['userId'] === 'admin').toBe(false);
      const known = ['level', 'time', 'message', 'event', 'requestId', 'method', 'route', 'status'];
      known.push(
        'durationMs',
        'actor',
        'clientId',
        'userId',
        'ip',
        'error',
        'reason',
        'details',
        'stack',
      );
      expect(Object.keys(line).filter((name) => !known.includes(name))).toEqual([]);
      expect(
        line['requestId'] === undefined || /^[\da-f-]{36}$/.test(line['requestId'] as string),
      ).toBe(true);
    }
  });

  it('L17 a line is never longer than what it is about: no log is filled by one request', async () => {
    written.length = 0;
    await writeEverywhere('long '.repeat(2000));
    for (const entry of written) expect(entry.length).toBeLessThan(20_000);
  });
});
