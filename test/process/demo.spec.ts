import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.js';
import { decide } from '../support/device.js';
import { atEndOfFile } from '../support/end-of-file.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { World } from '../support/world.js';

const READY_WITHIN = 90_000;

/** `npm run demo` in a terminal: a process group of its own, which Ctrl-C interrupts as a whole. */
class Demo {
  output = '';
  readonly temporary = temporaryDirectory();
  private readonly child: ChildProcess;

  constructor() {
    this.child = spawn(process.execPath, ['examples/demo/main.js'], {
      env: { PATH: process.env['PATH'], TMPDIR: this.temporary },
      detached: true,
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    atEndOfFile(async () => this.signalGroup('SIGKILL'));
  }

  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    const deadline = performance.now() + READY_WITHIN;
    while (performance.now() < deadline && this.child.exitCode === null) {
      const found = pattern.exec(this.output);
      if (found !== null) return found;
      await sleep(50);
    }
    throw new Error(`The demo never showed ${String(pattern)}:\n${this.output}`);
  }

  get temporaryFiles(): string[] {
    return readdirSync(this.temporary);
  }

  /** @returns whether there was a process to send it to */
  signalGroup(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-(this.child.pid ?? 0), signal);
    } catch {
      return false;
    }
  }

  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null)
      await once(this.child, 'exit');
    return this.child.exitCode;
  }
}

/** Takes one of the ports that the demo would have, unless somebody else has it already. */
async function occupy(port: number): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  server.listen(port, 'localhost');
  await Promise.race([once(server, 'listening'), once(server, 'error').catch(() => undefined)]);
  atEndOfFile(async () => server.close());
}

const statusOf = async (url: string) => (await new Browser(url).open(url)).status;

describe('npm run demo', () => {
  describe('once it runs', () => {
    let demo: Demo;
    let urls: string[];
    let world: World;

    beforeAll(async () => {
      await occupy(4003);
      demo = new Demo();
      await demo.shows(/or open +http\S+\s[^]*▀{9,}\n/);
      urls = [...new Set(demo.output.match(/http:\/\/localhost:\d+\S*/g) ?? [])];
      const [, password = ''] = await demo.shows(/admin +(\S+) +administers/);
      const [issuer = ''] = await demo.shows(/http:\/\/\S+(?=\/account )/);
      world = new World(issuer, { username: 'admin', password });
    }, 120_000);

    const [orders, pages] = [/\/orders$/, /:\d+(\/docs|\/account)?$/];

    it('every page that it names can be opened, on another port where one was taken', async () => {
      const named = urls.filter((url) => pages.test(url));
      expect(named.length).toBeGreaterThanOrEqual(6);
      expect(await Promise.all(named.map(statusOf))).toEqual(named.map(() => 200));
      expect(urls.join(' ')).not.toMatch(/localhost:4003\b/);
    });

    it('whom it names can sign in, and answer the television', async () => {
      const [, username = '', password = ''] = await demo.shows(/\n {2}(ada) +(\S+)/);
      const [, user_code = ''] = await demo.shows(/and type +(\S+)/);
      await decide(world, { username, password }, { user_code });
      await demo.shows(/Good evening, Ada Lovelace\./);
      await demo.shows(/To see the television again/);
    });

    it('the services call one another', async () => {
      const answer = await fetch(urls.find((url) => orders.test(url)) ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ item: 'Tea', cents: 450 }),
      });
      expect(answer.status).toBe(201);
    });

    it('Ctrl-C ends every program and removes every file', async () => {
      expect(demo.temporaryFiles).toHaveLength(1);
      expect(demo.signalGroup('SIGINT')).toBe(true);
      expect(await demo.ended()).toBe(0);
      expect(demo.signalGroup(0)).toBe(false);
      expect(demo.temporaryFiles).toEqual([]);
      for (const url of urls) await expect(fetch(url)).rejects.toThrow();
      expect(demo.output).not.toMatch(/ ended\.|Error/);
    });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s while it still starts leaves as little behind',
    async (signal) => {
      const demo = new Demo();
      await demo.shows(/Starting/);
      await sleep(700);
      demo.signalGroup(signal);
      expect(await demo.ended()).toBe(0);
      expect(demo.signalGroup(0)).toBe(false);
      expect(demo.temporaryFiles).toEqual([]);
    },
  );
});
