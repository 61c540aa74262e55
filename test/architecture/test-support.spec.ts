import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { clock } from '../support/clock.js';
import { CookieJar } from '../support/cookie-jar.js';
import { parseForms } from '../support/html-form.js';
import { createDatabase, describeMariadb } from '../support/mariadb.js';
import { rawHttp } from '../support/raw-http.js';

// What every other test leans on has to be right itself.

describe('a form read from HTML', () => {
  const [form] = parseForms(`<form method="post" action="/go?a=1&amp;b=2">
    <input type="hidden" name="csrf" value="&lt;x&quot;">
    <input id="name" name="name"><input type=checkbox name="ticked" value="1" checked>
    <input type="checkbox" name="unticked" value="1">
    <button id="ok" formaction="/ok" name="choice" value="yes">OK</button></form>`);

  it('has the fields that a browser would send', () => {
    expect(form).toMatchObject({
      method: 'POST',
      action: '/go?a=1&b=2',
      fields: { csrf: '<x"', name: '', ticked: '1' },
      ids: ['name', 'ok'],
    });
    expect(form?.fields).not.toHaveProperty('unticked');
    expect(form?.buttons[0]).toMatchObject({ formaction: '/ok', name: 'choice', value: 'yes' });
  });
});

describe('the cookie jar', () => {
  it('keeps, replaces and forgets cookies', () => {
    const jar = new CookieJar();
    const headers = new Headers();
    headers.append('set-cookie', '__Host-gatehouse_session=one; Path=/; HttpOnly');
    headers.append('set-cookie', 'other=two; Path=/');
    jar.store(headers);
    expect(jar.header).toBe('__Host-gatehouse_session=one; other=two');
    expect(jar.get('session')).toBe('one');
    jar.store(new Headers({ 'set-cookie': 'other=; Max-Age=0' }));
    expect(jar.names).toEqual(['__Host-gatehouse_session']);
  });
});

describe('the clock', () => {
  it('moves the date and leaves timers alone', async () => {
    const before = clock.now();
    clock.advance(3600);
    expect(clock.now() - before).toBeGreaterThanOrEqual(3600);
    expect(new Date().getTime()).toBe(Date.now());
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('is right again in the next test', () => {
    expect(Math.abs(Date.now() - (performance.timeOrigin + performance.now()))).toBeLessThan(
      60_000,
    );
  });
});

describe('a raw request', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((socket) =>
      socket.once('data', (bytes) => {
        const echo = bytes.toString().split('\r\n')[0] ?? '';
        socket.end(
          `HTTP/1.1 418 I am\r\nX-Twice: 1\r\nX-Twice: 2\r\nTransfer-Encoding: chunked\r\n\r\n` +
            `${echo.length.toString(16)}\r\n${echo}\r\n0\r\n\r\n`,
        );
      }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

  it('arrives as written and shows every header', async () => {
    const { port } = server.address() as AddressInfo;
    const answer = await rawHttp(`http://127.0.0.1:${port}`, 'BREW \t/pot HTTP/9.9\r\n\r\n');
    expect(answer).toMatchObject({ status: 418, body: 'BREW \t/pot HTTP/9.9' });
    expect(answer.headers.filter(([name]) => name === 'X-Twice')).toHaveLength(2);
  });
});

describeMariadb('a temporary database', () => {
  it('exists under its url until it is dropped', async () => {
    const database = await createDatabase();
    const connection = await createConnection(database.url);
    const [rows] = await connection.query('SELECT DATABASE() AS name');
    await connection.end();
    expect(rows).toEqual([{ name: database.name }]);
    await database.drop();
    await expect(createConnection(database.url)).rejects.toThrow(/Unknown database/);
  });
});
