import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { clock } from '../../support/clock.js';
import { freePort } from '../../support/free-port.js';
import { RelyingParty } from '../../support/relying-party.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { startOwnWorld } from '../../support/application.js';

describe('Back-Channel Logout §2.5: a queue that outlives the node', () => {
  it('whom one run of the server could not tell is told by the next', async () => {
    const environment = {
      ...{ PORT: String(await freePort()), DATA_DIR: temporaryDirectory() },
      OUTBOUND_ALLOWED_NETWORKS: '127.0.0.1/32,::1/128',
    };
    const party = await RelyingParty.start();
    party.behaviours.set('/back', (_visit, response) => response.writeHead(503).end());
    const before = await startOwnWorld(environment);
    const client = await before.registerClient(party.metadata);
    const user = await before.createUser();
    const browser = before.browser();
    await before.tokens({ client, user, browser });
    await browser.click(await browser.get('/logout'), 'logout-confirm');
    await party.expect('/back', 1);
    await before.application.close();

    party.behaviours.delete('/back');
    clock.advance(60);
    const after = await startOwnWorld(environment);
    const [, told] = await party.expect('/back', 2);
    const keys = createLocalJWKSet((await after.get('/jwks')).json);
    const { payload } = await jwtVerify(told?.fields['logout_token'] ?? '', keys, {
      ...{ issuer: after.issuer, audience: client.client_id, typ: 'logout+jwt' },
      currentDate: new Date(),
    });
    expect(payload.sub).toBe(user.sub);
  });
});
