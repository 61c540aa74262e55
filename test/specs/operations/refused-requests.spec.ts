import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Logger as PinoLogger, pino } from 'pino';
import { Logger } from '#platform/logging';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';

// RFC 6749 §4.1.2.1: people are told little; whoever sets up a client finds the rest in the log.
describe('an authorization request that is refused leaves a line at level info', () => {
  let world: OwnWorld;
  let client: RegisteredClient;
  const written: string[] = [];

  beforeAll(async () => {
    world = await startOwnWorld();
    client = await world.registerClient();
    const logger = Reflect.get(world.application.nest.get(Logger), 'lines') as PinoLogger;
    Reflect.set(logger, pino.symbols.streamSym, { write: (text: string) => written.push(text) });
    logger.level = 'info';
  });

  beforeEach(() => void written.splice(0));

  const refusals = () =>
    written
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ message }) => message === 'authorization request refused');

  it.each(['get', 'post'] as const)('by %s, to the client', async (method) => {
    const request = authorizationRequest(client, { response_type: 'none-of-ours' });
    await world.browser()[method]('/authorize', request);
    expect(refusals()).toEqual([
      expect.objectContaining({
        ...{ level: 'info', clientId: client.client_id, error: 'unsupported_response_type' },
        ...{ requestId: expect.any(String), reason: expect.any(String) },
      }),
    ]);
  });

  it.each(['get', 'post'] as const)('by %s, on a page', async (method) => {
    const request = authorizationRequest(client, { redirect_uri: 'https://elsewhere.example' });
    await world.browser()[method]('/authorize', request);
    expect(refusals()).toMatchObject([{ level: 'info', error: 'invalid_request' }]);
    expect(written.join()).not.toContain('elsewhere.example');
  });

  it('one that is good leaves none', async () => {
    await world.browser().get('/authorize', authorizationRequest(client));
    expect(refusals()).toEqual([]);
  });
});
