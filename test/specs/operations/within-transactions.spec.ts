// SQLite has one connection (ADR 3): a statement within a transaction that is not one of it would wait for itself.
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Transactions } from '#platform/database';
import { Settings } from '#platform/settings';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';
import type { RegisteredUser } from '../../support/world.js';
import { visit } from '../account/visits.js';

let world: OwnWorld;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startOwnWorld();
  user = await world.createUser();
}, 60_000);

describe('a transaction', () => {
  it('is told that a statement is not its own, and those after it go on', async () => {
    const { nest, dataSource } = world.application;
    const transactions = nest.get(Transactions);
    const foreign = transactions.run(() => dataSource.query('SELECT 1'));
    await expect(foreign).rejects.toThrow('by another manager within a transaction: SELECT 1');
    const nested = transactions.run(() => transactions.run(() => Promise.resolve()));
    await expect(nested).rejects.toThrow('a transaction within a transaction');
    // What began in it and comes later waits for whoever is at work then.
    let later: Promise<unknown> | undefined;
    await transactions.run(() => {
      setImmediate(() => {
        later = dataSource.query('SELECT 2 AS two');
      });
      return Promise.resolve();
    });
    await new Promise(setImmediate);
    expect(await later).toEqual([{ two: 2 }]);
  });
});

describe('where the settings have to be read anew each time', () => {
  beforeAll(() => {
    const settings = world.application.nest.get(Settings);
    Object.defineProperty(settings, 'snapshot', { get: () => undefined, set: () => undefined });
  });

  it('a password is changed, and the session goes on', async () => {
    const { browser, page } = await visit(world, user);
    const password = 'another horse battery staple';
    const answer = await browser.click(page, 'password-submit', {
      ...{ current_password: user.password, new_password: password },
      new_password_again: password,
    });
    expect(answer.status).toBe(303);
    expect((await browser.follow(answer)).text).toContain('Your password is changed.');
    user = { ...user, password };
  });

  it('the other browsers are signed out, and this one goes on', async () => {
    const { browser } = await visit(world, user);
    await visit(world, user);
    const page = await browser.get('/account/sessions');
    const answer = await browser.click(page, 'end-others');
    expect(answer.status).toBe(303);
    expect((await browser.follow(answer)).status).toBe(200);
  });
});
