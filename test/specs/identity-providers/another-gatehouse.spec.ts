import { beforeAll, describe, expect, it } from '@jest/globals';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';
import { type LocalWorld, type RegisteredUser, startWorld } from '../../support/world.js';
import { Browser } from '../../support/browser.js';
import { walk } from '../../support/sign-in.js';
import { unique, Visitors } from './visitors.js';

/** The one at which people have their accounts is the provider, the other one sends them there. */
describe('another Gatehouse as the provider', () => {
  let there: LocalWorld;
  let here: OwnWorld;
  let people: Visitors;
  let id: string;
  let group: { id: string; name: string };

  beforeAll(async () => {
    there = await startWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
    here = await startOwnWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
    people = new Visitors(here, await here.registerClient({ first_party: true }));
    id = `gatehouse-${unique()}`;
    const client = await there.registerClient({
      redirect_uris: [`${here.issuer}/upstream/${id}/callback`],
      backchannel_logout_uri: `${here.issuer}/upstream/${id}/backchannel-logout`,
      post_logout_redirect_uris: [`${here.issuer}/logout`],
      ...{ scope: 'openid profile email groups', require_pkce: true },
    });
    group = await here.admin.create('/groups', { name: `staff-${unique()}` });
    const path = `/identity-providers?preset=gatehouse&url=${there.issuer}`;
    await here.admin.create(path, {
      ...{ id, client_id: client.client_id, client_secret: client['client_secret'] },
      ...{ provisioning: 'create', groups: { everybody: group.id }, trust_amr: true },
    });
    const { passed, steps } = (await here.admin.post(`/identity-providers/${id}/test`)).json;
    expect([passed, steps.at(-1)]).toEqual([true, expect.objectContaining({ step: 'client' })]);
  });

  async function signIn(user: RegisteredUser) {
    const [browser, other] = [here.browser(), new Browser(there.issuer)];
    const away = await browser.click(await people.start(browser), `upstream-${id}`);
    const start = await other.get(away.location as URL);
    const back = await walk(other, start, { user });
    const answer = await browser.follow(await browser.get(back.location as URL), people.until);
    return { answer, browser, other };
  }

  it('signs in its people, with their profile and their groups', async () => {
    const user = await there.createUser({ name: 'Grace Example', email_verified: true });
    const theirs = await there.admin.create('/groups', { name: 'everybody' });
    await there.admin.call('PUT', `/groups/${theirs.id}/members/${user.sub}`);
    const claims = await people.claimsOf((await signIn(user)).answer);
    expect(claims).toMatchObject({ amr: ['fed', 'pwd'] });
    expect((await here.admin.get(`/users/${claims.sub}`)).json).toMatchObject({
      ...{ username: user.username, name: 'Grace Example', email: user['email'] },
      ...{ email_verified: true, roles: [] },
    });
    const { items } = (await here.admin.get(`/groups/${group.id}/members`)).json;
    expect(items.map(({ sub }: { sub: string }) => sub)).toEqual([claims.sub]);
    expect((await people.claimsOf((await signIn(user)).answer)).sub).toBe(claims.sub);
  });

  it('an admin there is none here', async () => {
    const admin = { username: 'admin', password: there.application.adminPassword };
    const { answer } = await signIn({ ...admin, sub: '' });
    const { sub } = await people.claimsOf(answer);
    const user = (await here.admin.get(`/users/${sub}`)).json;
    expect([user.roles, user.username === 'admin']).toEqual([[], false]);
  });
});
