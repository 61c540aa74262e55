import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { FixtureClaimsModule } from '../../fixtures/fixture-claims.module.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { type OwnWorld, startOwnWorld } from '../../support/application.js';

const FORMATS = ['jwt', 'opaque'] as const;

/** A claim that a contributor adds is in each kind of token and answer; what they have to say is not its own. */
describe('a claim of a contributor', () => {
  let world: OwnWorld;
  let client: RegisteredClient;

  beforeAll(async () => {
    world = await startOwnWorld({}, { modules: [FixtureClaimsModule] });
    for (const format of FORMATS) {
      const identifier = `https://${format}.example`;
      const api = { identifier, scopes: [`${format}:read`], access_token_format: format };
      await world.registerResourceServer(api);
    }
    client = await world.registerClient({ scope: 'openid jwt:read opaque:read' });
  });

  /** The API's own client, which asks about tokens, and gets some of its own. */
  const service = (format: string) =>
    world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'] },
      ...{ resource_server: `https://${format}.example`, scope: `${format}:read` },
    });

  it.each(FORMATS)('about a person, at an API with tokens of the format %s', async (format) => {
    const user = await world.createUser();
    const scope = `openid ${format}:read`;
    const tokens = await world.tokens({ client, user, scope });
    const theirs = { sub: user.sub, client_id: client.client_id };
    const { json } = await world.introspect(await service(format), tokens.access_token);
    expect(json).toMatchObject({ desk: 'asked for introspection', ...theirs });
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({
      ...{ desk: 'asked for id_token', sub: user.sub },
    });
    if (format === 'jwt') {
      const claims = decodeJwt(tokens.access_token);
      expect(claims).toMatchObject({ desk: 'asked for access_token', ...theirs });
    }
  });

  it('at userinfo', async () => {
    const user = await world.createUser();
    const { access_token: token } = await world.tokens({ client, user, scope: 'openid' });
    const { json } = await world.userinfo(token);
    expect(json).toMatchObject({ desk: 'asked for userinfo', sub: user.sub });
  });

  it.each(FORMATS)('about a client by itself, in the format %s', async (format) => {
    const api = await service(format);
    const { access_token: token } = await world.clientCredentials(api, { scope: `${format}:read` });
    const own = { sub: api.client_id, client_id: api.client_id };
    const { json } = await world.introspect(api, token);
    expect(json).toMatchObject({ desk: 'asked for introspection', ...own });
    if (format === 'jwt') {
      expect(decodeJwt(token)).toMatchObject({ desk: 'asked for access_token', ...own });
    }
  });
});
