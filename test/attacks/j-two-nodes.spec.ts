import { expect, it } from '@jest/globals';
import { describeMariadb } from '../support/mariadb.js';
import { startTwoNodes } from './two-nodes.js';

describeMariadb('logout on two nodes', () => {
  it('J09 "logout on N1, then refresh and introspect on N2"', async () => {
    const { first, second } = await startTwoNodes();
    const client = await first.registerClient();
    const user = await first.createUser();
    const browser = first.browser();
    const signedIn = await first.tokens({ client, user, browser, scope: 'openid' });
    const { access_token, refresh_token = '' } = signedIn;
    expect((await second.introspect(client, access_token)).json.active).toBe(true);
    expect((await second.userinfo(access_token)).status).toBe(200);
    await browser.click(await browser.get('/logout'), 'logout-confirm');
    for (const node of [second, first]) {
      expect((await node.introspect(client, access_token)).json).toEqual({ active: false });
      expect((await node.userinfo(access_token)).status).toBe(401);
      expect((await node.refresh(client, refresh_token)).json.error).toBe('invalid_grant');
    }
  }, 60_000);
});
