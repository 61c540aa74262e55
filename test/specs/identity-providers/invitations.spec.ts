import { beforeAll, describe, expect, it } from '@jest/globals';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';
import { OidcProviderProcess } from '../../support/identity-provider.js';
import { type MailSink, mailingTo, startMailSink } from '../../support/mail-sink.js';
import { unique, Visitors } from './visitors.js';

let world: OwnWorld;
let people: Visitors;
let sink: MailSink;
let corp: OidcProviderProcess;

beforeAll(async () => {
  sink = await startMailSink();
  world = await startOwnWorld({ ...mailingTo(sink), OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
  people = new Visitors(world, await world.registerClient({ first_party: true }));
  corp = await OidcProviderProcess.start(world);
});

async function invited(changes: object = {}) {
  const email = `${unique()}@corp.example`;
  const asked = { username: `u${unique()}`, email, invite: true, ...changes };
  return { ...(await world.admin.create('/users', asked)), email };
}

const signIn = (email: string, changes: object = {}) =>
  people.signIn(world.browser(), corp, {
    ...{ sub: unique(), email, email_verified: true, ...changes },
  });

describe('who was invited', () => {
  it('comes by way of a provider that knows the address, and the invitation is used up', async () => {
    const { sub, email } = await invited();
    expect((await people.claimsOf(await signIn(email))).sub).toBe(sub);
    const user = (await world.admin.get(`/users/${sub}`)).json;
    expect(user).toMatchObject({ email, email_verified: true });
    // The next one with this address is somebody else, and was not invited.
    expect((await signIn(email)).text).toContain('no account here');
    const links = await world.query('SELECT id FROM links WHERE user_id = ?', [sub]);
    expect(links).toEqual([]);
  });

  it.each([
    ['the address is not verified there', {}, { email_verified: false }],
    ['they are to be an admin', { roles: ['admin'] }, {}],
  ])('I22 does not come that way where %s', async (_why, here, there) => {
    const { sub, email } = await invited(here);
    expect((await signIn(email, there)).text).toContain('no account here');
    const rows = await world.query('SELECT id FROM identities WHERE user_id = ?', [sub]);
    expect(rows).toEqual([]);
  });

  it('two at once with one invitation: one gets in', async () => {
    const { sub, email } = await invited();
    const browsers = [world.browser(), world.browser()];
    const backs: URL[] = [];
    for (const browser of browsers) {
      const account = { sub: unique(), email, email_verified: true };
      backs.push((await people.leave(browser, corp, account)).back);
    }
    const answers = await Promise.all(
      browsers.map((browser, index) => browser.get(backs[index] as URL)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    const rows = await world.query('SELECT id FROM identities WHERE user_id = ?', [sub]);
    expect(rows).toHaveLength(1);
  });
});

describe('a link that somebody has made', () => {
  it('is mailed to them', async () => {
    const email = `${unique()}@corp.example`;
    const user = await world.createUser({ email, email_verified: true });
    const browser = world.browser();
    const login = await browser.open('/account/linked');
    const { username, password } = user;
    const page = await browser.follow(
      await browser.click(login, 'login-submit', { username, password }),
    );
    await corp.next({ sub: unique() });
    const away = await browser.click(page, `link-${corp.id}`);
    await browser.get(await corp.visit(away));
    const [told] = await sink.to(email);
    expect(told?.mail.subject).toBe('An account elsewhere was linked');
  });
});
