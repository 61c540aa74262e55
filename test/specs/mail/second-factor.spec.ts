import { beforeAll, describe, expect, it } from '@jest/globals';
import { FixtureMethodsModule } from '../../fixtures/fixture-methods.module.js';
import { codeOf } from '../../fixtures/sign-in/code/code.method.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import { linkIn, type MailSink, mailingTo, startMailSink } from '../../support/mail-sink.js';
import { visit } from '../account/visits.js';

describe('a forgotten password of somebody who has a second factor', () => {
  let sink: MailSink;
  let world: OwnWorld;

  beforeAll(async () => {
    sink = await startMailSink();
    world = await startOwnWorld(mailingTo(sink), { modules: [FixtureMethodsModule.code()] });
  });

  it('I20 the second factor is asked for after a new password', async () => {
    const user = await world.createUser();
    const here = await visit(world, user);
    const enrolment = await here.browser.open('/account/authenticators/new/pin');
    const secret = /id="pin-secret">(\w+)</.exec(enrolment.text)?.[1] ?? '';
    await here.browser.click(enrolment, 'pin-submit', { pin: codeOf(secret) });
    const told = await sink.to(String(user['email']));
    expect(told[0]!.mail.subject).toBe('A new way to sign in');

    const browser = world.browser();
    const asked = await browser.get('/recover');
    await browser.click(asked, 'recover-submit', { email: user.username });
    const mails = await sink.to(String(user['email']), 2);
    const link = linkIn(mails.find(({ mail }) => mail.subject === 'Choose a new password')!);
    const page = await browser.get(link);
    const password = 'chosen by way of a mail';
    const both = { new_password: password, repeat_password: password };
    expect((await browser.click(page, 'password-submit', both)).status).toBe(200);
    const login = await browser.open('/account');
    const next = await browser.follow(
      await browser.click(login, 'login-submit', { username: user.username, password }),
    );
    expect(next.text).toContain('<h1>One more step</h1>');
    expect((await browser.get('/account')).status).toBe(303);
    const end = await browser.follow(
      await browser.click(next, 'pin-submit', { pin: codeOf(secret) }),
    );
    expect([end.url.pathname, end.status]).toEqual(['/account', 200]);
  });
});
