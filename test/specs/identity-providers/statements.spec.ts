import { beforeAll, describe, expect, it } from '@jest/globals';
import { OidcProviderProcess } from '../../support/identity-provider.js';
import { countStatements } from '../../support/statements.js';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';
import { unique, Visitors } from './visitors.js';

describe('the statements of a sign-in elsewhere', () => {
  let world: OwnWorld;
  let people: Visitors;
  let provider: OidcProviderProcess;

  beforeAll(async () => {
    world = await startOwnWorld({ OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8' });
    people = new Visitors(world, await world.registerClient({ first_party: true }));
    provider = await OidcProviderProcess.start(world, { provisioning: 'create' });
  });

  it('are 14 at most for the callback of somebody who is known', async () => {
    const account = { sub: unique(), name: 'Known' };
    await people.signIn(world.browser(), provider, account);
    const browser = world.browser();
    const { back } = await people.leave(browser, provider, account);
    await world.application.control.flushEvents();
    let status = 0;
    const { list } = await countStatements(world, async () => {
      ({ status } = await browser.get(back));
    });
    expect([status, list.length]).toEqual([303, expect.any(Number)]);
    expect(list.length <= 14 ? '' : list.join('\n')).toBe('');
  });
});
