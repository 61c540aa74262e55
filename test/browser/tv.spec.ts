import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { renderUnicodeCompact } from 'uqr';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import { atEndOfFile } from '../support/end-of-file.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../support/world.js';
import { Person } from './person.js';

/** The television of `examples/tv`, and what is on its screen. */
class Television {
  screen = '';
  private readonly child: ChildProcess;

  constructor(environment: Readonly<Record<string, string>>) {
    const env = { PATH: process.env['PATH'], ...environment };
    this.child = spawn(process.execPath, ['examples/tv/main.js'], { env });
    atEndOfFile(() => this.stop());
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.screen += text));
    }
  }

  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    for (let patience = 0; patience < 300; patience++) {
      const found = pattern.exec(this.screen);
      if (found !== null) return found;
      await sleep(100);
    }
    throw new Error(`The television never showed ${String(pattern)}:\n${this.screen}`);
  }

  private async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ends();
  }

  async ends(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null)
      await once(this.child, 'exit');
    return this.child.exitCode;
  }
}

describeChromium('examples/tv: the device grant in a terminal, answered in a browser', () => {
  let world: LocalWorld;
  let chromium: Browser;
  let user: RegisteredUser;
  let environment: Record<string, string>;

  beforeAll(async () => {
    world = await startWorld();
    environment = {
      GATEHOUSE: world.issuer,
      ADMIN_PASSWORD: world.application.adminPassword,
      STATE_DIR: temporaryDirectory(),
    };
    chromium = await launchChromium();
    user = await world.createUser({ name: 'Ada Example' });
  }, 60_000);

  const somebody = async () => Person.at(await chromium.newContext());

  it('the person types the code, sees who asks, allows it, and is greeted', async () => {
    const tv = new Television(environment);
    const [, address = ''] = await tv.shows(/open {2}(http\S+)/);
    const [, code = ''] = await tv.shows(/type +(\S{4}-\S{4})/);
    const ada = await somebody();
    await ada.open(address);
    await ada.signIn(user);
    expect(await ada.heading()).toBe('Connect a device');
    await screenshot(ada.page, 'device');
    await ada.page.fill('#user-code', 'bbbb-bbbb');
    await ada.press('#device-submit');
    expect(await ada.texts('[role=alert]')).toEqual([expect.stringContaining('No device')]);
    await screenshot(ada.page, 'device-wrong-code');
    await ada.page.fill('#user-code', code.toLowerCase().replace('-', ''));
    await ada.press('#device-submit');
    const words = await ada.words();
    const here = 'It asked just now';
    for (const shown of ['Television', code, here, 'Signed in as Ada Example']) {
      expect(words).toContain(shown);
    }
    await screenshot(ada.page, 'device-confirm');
    await ada.press('#device-approve');
    expect(await ada.heading()).toBe('Device connected');
    await screenshot(ada.page, 'device-done');
    await tv.shows(/Good evening, Ada Example\./);
    expect(await tv.ends()).toBe(0);
  });

  it('started again it needs no admin; the person says no, and that is fine', async () => {
    const tv = new Television({ ...environment, ADMIN_PASSWORD: '' });
    const [, complete = ''] = await tv.shows(/or open +(http\S+)/);
    await tv.shows(/▀\n\n/);
    expect(tv.screen).toContain(renderUnicodeCompact(complete, { border: 2 }));
    const ada = await somebody();
    await ada.open(complete);
    await ada.signIn(user);
    await ada.press('#device-submit');
    await ada.deny();
    expect(await ada.heading()).toBe('Device not connected');
    await screenshot(ada.page, 'device-denied');
    await tv.shows(/chose not to sign in/);
    expect(await tv.ends()).toBe(0);
  });
});
