import { beforeAll, describe, expect, it } from '@jest/globals';
import { FixtureGrantsModule } from '../fixtures/fixture-grants.module.js';
import { VoucherController } from '../fixtures/voucher-grant/voucher.controller.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { type OwnWorld, startOwnWorld } from '../support/application.js';
import { Contract } from './contract.js';

const GRANT_TYPE = 'urn:example:params:oauth:grant-type:voucher';

/** A grant type is one folder and one line that registers it; the rest follows by itself. */
describe('a grant type that an installation adds', () => {
  let world: OwnWorld;
  let client: RegisteredClient;
  let vouchers: VoucherController;

  beforeAll(async () => {
    world = await startOwnWorld({}, { modules: [FixtureGrantsModule] });
    vouchers = world.application.nest.get(VoucherController);
    client = await world.registerClient({ grant_types: [GRANT_TYPE], scope: 'users:read' });
  }, 60_000);

  const redeem = (voucher: string) => world.token(client, { grant_type: GRANT_TYPE, voucher });

  it('is in the metadata', async () => {
    for (const name of ['openid-configuration', 'oauth-authorization-server']) {
      const { grant_types_supported } = (await world.get(`/.well-known/${name}`)).json;
      expect(grant_types_supported).toContain(GRANT_TYPE);
    }
  });

  it('can be registered', () => {
    expect(client['grant_types']).toEqual([GRANT_TYPE]);
  });

  it('is one of the forms of /token in the contract', async () => {
    const contract = new Contract((await world.get('/openapi.json')).json);
    const { requestBody, description } = contract.operation('POST /token').definition as any;
    const { schema } = requestBody.content['application/x-www-form-urlencoded'];
    expect(schema.discriminator.mapping[GRANT_TYPE]).toBe('#/components/schemas/VoucherRequest');
    expect(description).toContain('A client exchanges a voucher for a token');
    const sent = { grant_type: GRANT_TYPE, voucher: 'x', client_id: 'x', client_secret: 'x' };
    expect(contract.schemaFaults(schema, sent)).toEqual([]);
    expect(contract.schemaFaults(schema, { ...sent, voucher: undefined })).not.toEqual([]);
  });

  it('is an operation of its own in Swagger UI', async () => {
    const { paths, components } = (await world.get('/docs/openapi.json')).json;
    const { post } = paths[`/token#${GRANT_TYPE}`];
    expect(post.summary).toBe('A client exchanges a voucher for a token');
    expect(post.operationId).toBe('token_urn_example_params_oauth_grant_type_voucher');
    const { properties } = components.schemas.VoucherRequest;
    expect(properties.grant_type.enum).toEqual([GRANT_TYPE]);
    expect(properties.scope.example).toBe('');
    expect(Object.keys(paths)).not.toContain('/token');
  });

  it('gives tokens, and refuses what it has to', async () => {
    const voucher = vouchers.sell();
    const answer = await redeem(voucher);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ token_type: 'Bearer', expires_in: 600 });
    const again = await redeem(voucher);
    expect([again.status, again.json.error]).toEqual([400, 'invalid_grant']);
    const without = await world.token(client, { grant_type: GRANT_TYPE });
    expect([without.status, without.json.error]).toEqual([400, 'invalid_request']);
  });

  it('answers as the contract says', async () => {
    const contract = new Contract((await world.get('/openapi.json')).json);
    const operation = contract.operation('POST /token');
    for (const voucher of [vouchers.sell(), 'never sold', '']) {
      expect(contract.faults(operation, await redeem(voucher))).toEqual([]);
    }
  });

  it('is refused to a client that is not registered for it', async () => {
    const other = await world.registerClient();
    const answer = await world.token(other, {
      grant_type: GRANT_TYPE,
      voucher: vouchers.sell(),
    });
    expect([answer.status, answer.json.error]).toEqual([400, 'unauthorized_client']);
  });

  it('is unknown where nobody registered it', async () => {
    const plain = await startOwnWorld();
    const { paths, components } = (await plain.get('/docs/openapi.json')).json;
    expect(Object.keys(paths)).not.toContain(`/token#${GRANT_TYPE}`);
    expect(components.schemas).not.toHaveProperty('VoucherRequest');
    const refused = await plain.admin.post('/clients', {
      client_name: 'Vouchers',
      grant_types: [GRANT_TYPE],
    });
    expect([refused.status, refused.json.error]).toEqual([400, 'invalid_client_metadata']);
  });
});
