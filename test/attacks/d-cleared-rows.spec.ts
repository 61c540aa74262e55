import { expect, it } from '@jest/globals';
import { tokensOf } from '../support/authorization.js';
import { clock } from '../support/clock.js';
import { startWorld } from '../support/world.js';
import { refreshTokenOf } from './subject.js';

const DAY = 24 * 3600;

it('D09 the last access token lives as long as it says, whatever is cleared away by then', async () => {
  const world = await startWorld();
  const client = await world.registerClient();
  const user = await world.createUser();
  clock.advance(0);
  const end = clock.now() + 90 * DAY;
  let token = refreshTokenOf(await world.tokens({ client, user, scope: 'openid offline_access' }));
  for (let day = 10; day < 90; day += 10) {
    clock.advance(10 * DAY);
    token = refreshTokenOf(tokensOf(await world.refresh(client, token)));
  }
  clock.advance(end - 1 - clock.now());
  const { access_token } = tokensOf(await world.refresh(client, token));
  clock.advance(599);
  await world.keepHouse();
  expect((await world.introspect(client, token)).json).toEqual({ active: false });
  expect((await world.introspect(client, access_token)).json.active).toBe(true);
  clock.advance(1);
  expect((await world.introspect(client, access_token)).json).toEqual({ active: false });
});

it('D09 so does one that lives longer than the usual, which its client was given', async () => {
  const world = await startWorld();
  const client = await world.registerClient({
    ...{ access_token_lifetime: DAY, refresh_token_lifetime: DAY },
  });
  const user = await world.createUser();
  clock.advance(0);
  const first = await world.tokens({ client, user, scope: 'openid offline_access' });
  clock.advance(DAY - 1);
  const { access_token } = tokensOf(await world.refresh(client, refreshTokenOf(first)));
  clock.advance(DAY - 1);
  await world.keepHouse();
  expect((await world.introspect(client, access_token)).json.active).toBe(true);
  clock.advance(1);
  expect((await world.introspect(client, access_token)).json.active).toBe(false);
});
