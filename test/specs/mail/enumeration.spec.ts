import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { UserRepository } from '#people/users';
import { AttemptBudgets } from '#platform/throttling';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import { mannWhitney } from '../../support/mann-whitney.js';
import { type MailSink, mailingTo, startMailSink } from '../../support/mail-sink.js';

describe('what npm run timing goes by', () => {
  const numbers = (from: number) => Array.from({ length: 40 }, (_, n) => from + n);

  it('tells apart what differs, and nothing else', () => {
    expect(mannWhitney(numbers(0), numbers(0))).toBeCloseTo(1, 2);
    expect(mannWhitney(numbers(0), numbers(30))).toBeLessThan(0.001);
    expect(mannWhitney(numbers(30), numbers(0))).toBeLessThan(0.001);
    expect(mannWhitney(Array(40).fill(1), Array(40).fill(1))).toBe(1);
    // U is 612.5 of 1600, and so z 1.800.
    expect(mannWhitney(numbers(0), numbers(5))).toBeCloseTo(0.0719, 3);
  });
});

describe('who asks for a new password', () => {
  let sink: MailSink;
  let world: OwnWorld;

  beforeAll(async () => {
    sink = await startMailSink();
    world = await startOwnWorld(mailingTo(sink));
  });

  it('I02 is answered before anybody is looked up or anything is counted', async () => {
    const { nest } = world.application;
    const user = await world.createUser();
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const budgets = nest.get(AttemptBudgets, { strict: false });
    const take = budgets.takeInWindow.bind(budgets);
    const counted = jest.spyOn(budgets, 'takeInWindow').mockImplementation(async (...args) => {
      await gate;
      return take(...args);
    });
    const found = jest.spyOn(nest.get(UserRepository, { strict: false }), 'findByLogin');
    for (const email of [String(user['email']), 'nobody@people.example']) {
      const browser = world.browser();
      const page = await browser.get('/recover');
      const answer = await browser.click(page, 'recover-submit', { email });
      expect([answer.status, answer.text.includes('Look into your mail')]).toEqual([200, true]);
    }
    expect(found).not.toHaveBeenCalled();
    go();
    await sink.to(String(user['email']));
    while (found.mock.calls.length < 2) await sleep(20);
    expect(counted).toHaveBeenCalled();
  });
});
