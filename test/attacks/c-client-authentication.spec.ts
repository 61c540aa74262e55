import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { authenticate, basic, type RegisteredClient } from '../support/registered-client.js';
import { send } from './requests.js';
import { startWorld, type LocalWorld } from '../support/world.js';
import { ASSERTION_TYPE, assertionClaims, jws } from './jws.js';

const METHODS = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'] as const;
type Method = (typeof METHODS)[number];

let world: LocalWorld;
beforeAll(async () => {
  world = await startWorld();
});

const register = (method: Method) => world.registerClient({ token_endpoint_auth_method: method });

/** Asks to revoke a token that never was, which every client may do: 200 once authenticated. */
const attempt = (headers: Record<string, string>, fields: Record<string, string | undefined>) =>
  send(world, '/revoke', { token: 'never-was', ...fields }, headers);

const assertionFields = (assertion: string) => ({
  client_assertion_type: ASSERTION_TYPE,
  client_assertion: assertion,
});

/** An assertion that only this client's key could have made. */
function goodAssertion(client: RegisteredClient): string {
  const header = { alg: 'ES256', typ: 'client-authentication+jwt' };
  return jws(header, assertionClaims(client, world.issuer), client.privateKey);
}

/** What the client presents when it uses `method`, whatever it is registered for. */
async function presentation(client: RegisteredClient, method: Method, signer: RegisteredClient) {
  const secret = client.client_secret ?? 'no-such-secret';
  const { headers, fields } = await authenticate(
    { ...client, client_secret: secret, token_endpoint_auth_method: method, ...signedBy(signer) },
    world.issuer,
  );
  return attempt(headers, fields as Record<string, string>);
}

const signedBy = ({ privateKey }: RegisteredClient) =>
  privateKey === undefined ? {} : { privateKey };

function expectRefused(answer: Answer, status: number, error: string): void {
  expect({ status: answer.status, error: answer.json.error }).toEqual({ status, error });
  expect(answer.headers.get('cache-control')).toContain('no-store');
}

describe('C01 "The client MUST NOT use more than one authentication method in each request" (RFC 6749 §2.3)', () => {
  let client: RegisteredClient;
  let keyed: RegisteredClient;
  beforeAll(async () => {
    client = await register('client_secret_basic');
    keyed = await register('private_key_jwt');
  });

  it('C01 refuses Basic together with client_secret, though both are right', async () => {
    const { client_id, client_secret } = client;
    const headers = { authorization: basic(client) };
    expectRefused(await attempt(headers, { client_id, client_secret }), 400, 'invalid_request');
    expectRefused(await attempt(headers, { client_secret }), 400, 'invalid_request');
  });

  it('C01 refuses Basic together with an assertion', async () => {
    const fields = assertionFields(goodAssertion(keyed));
    const headers = { authorization: basic({ ...keyed, client_secret: 'x' }) };
    expectRefused(await attempt(headers, fields), 400, 'invalid_request');
    const mixed = { authorization: basic(client) };
    expectRefused(await attempt(mixed, fields), 400, 'invalid_request');
  });

  it('C01 refuses a posted secret together with an assertion, and all three at once', async () => {
    const fields = { ...assertionFields(goodAssertion(keyed)), client_id: keyed.client_id };
    const posted = { ...fields, client_secret: 'x' };
    expectRefused(await attempt({}, posted), 400, 'invalid_request');
    const headers = { authorization: basic(client) };
    expectRefused(await attempt(headers, posted), 400, 'invalid_request');
  });

  it('C01 uses nothing up: the assertion of a refused request is good for the next one', async () => {
    const fields = assertionFields(goodAssertion(keyed));
    const headers = { authorization: basic(client) };
    expectRefused(await attempt(headers, fields), 400, 'invalid_request');
    expect((await attempt({}, fields)).status).toBe(200);
  });
});

/** The two ways of RFC 6749 §2.3.1, of which a client may use either unless one is pinned. */
const SECRET_IN_REQUEST: readonly Method[] = ['client_secret_basic', 'client_secret_post'];

describe('C02 only the registered method authenticates', () => {
  it.each(METHODS)('C02 a client registered for %s', async (registered) => {
    const client = await register(registered);
    const signer = registered === 'private_key_jwt' ? client : await register('private_key_jwt');
    for (const method of METHODS) {
      const answer = await presentation(client, method, signer);
      const either = [registered, method].every((one) => SECRET_IN_REQUEST.includes(one));
      if (method === registered || either) expect([method, answer.status]).toEqual([method, 200]);
      else expectRefused(answer, 401, 'invalid_client');
    }
  });

  it.each(SECRET_IN_REQUEST)(
    'C02 a client pinned to %s, which whoever knows the secret is told',
    async (registered) => {
      const client = await register(registered);
      const strict = { token_endpoint_auth_method_strict: true };
      await world.admin.patch(`/clients/${client.client_id}`, strict);
      const signer = await register('private_key_jwt');
      for (const method of METHODS) {
        const answer = await presentation(client, method, signer);
        if (method === registered) expect(answer.status).toBe(200);
        else expectRefused(answer, 401, 'invalid_client');
        if (SECRET_IN_REQUEST.includes(method) && method !== registered) {
          expect(answer.json.error_description).toBe(
            `The client authenticated with ${method} and is registered for ${registered}.`,
          );
          const wrong = { ...client, client_secret: 'wrong' };
          const guess = await presentation(wrong, method, signer);
          expectRefused(guess, 401, 'invalid_client');
          expect(guess.json.error_description).toBe('Client authentication failed.');
        }
      }
    },
  );

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'C02 an unsigned assertion beside the right secret (%s) is no authentication',
    async (method) => {
      const client = await register(method);
      const unsigned = jws({ alg: 'none' }, assertionClaims(client, world.issuer));
      const { headers, fields } = await authenticate(client, world.issuer);
      const both = { ...(fields as Record<string, string>), ...assertionFields(unsigned) };
      expectRefused(await attempt(headers, both), 401, 'invalid_client');
    },
  );

  it('C02 an assertion without its type, or of another type, is refused', async () => {
    const client = await register('private_key_jwt');
    const { client_id } = client;
    const client_assertion = goodAssertion(client);
    expectRefused(await attempt({}, { client_id, client_assertion }), 401, 'invalid_client');
    for (const client_assertion_type of [
      'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
      ASSERTION_TYPE.toUpperCase(),
      `${ASSERTION_TYPE} `,
    ]) {
      const fields = { client_assertion, client_assertion_type };
      expectRefused(await attempt({}, fields), 401, 'invalid_client');
    }
    const typeOnly = { client_id, client_assertion_type: ASSERTION_TYPE };
    expectRefused(await attempt({}, typeOnly), 401, 'invalid_client');
  });
});

describe('C05 a confidential client cannot do without its secret', () => {
  it.each(['client_secret_basic', 'client_secret_post'] as const)('C05 %s', async (method) => {
    const client = await register(method);
    const { client_id } = client;
    for (const client_secret of [undefined, '', 'null', 'undefined', ' ', '\u00a0', '0', '[]']) {
      expectRefused(await attempt({}, { client_id, client_secret }), 401, 'invalid_client');
    }
    for (const client_secret of ['', 'null', ' ']) {
      const headers = { authorization: basic({ client_id, client_secret }) };
      expectRefused(await attempt(headers, {}), 401, 'invalid_client');
    }
  });

  it('C05 a client whose last secret was taken away has none that fits', async () => {
    const client = await register('client_secret_post');
    await world.query('DELETE FROM client_secrets WHERE client_id = ?', [client.client_id]);
    await world.admin.patch(`/clients/${client.client_id}`, { client_name: 'Without a secret' });
    const { client_id } = client;
    for (const client_secret of [client.client_secret, 'x', ' ']) {
      expectRefused(await attempt({}, { client_id, client_secret }), 401, 'invalid_client');
    }
  });
});

describe('C06 a public client has no secret to present', () => {
  it('C06 refuses whatever secret it presents', async () => {
    const { client_id } = await register('none');
    for (const client_secret of ['x', 'null', client_id]) {
      expectRefused(await attempt({}, { client_id, client_secret }), 401, 'invalid_client');
    }
    const headers = { authorization: basic({ client_id, client_secret: 'x' }) };
    expectRefused(await attempt(headers, {}), 401, 'invalid_client');
    expect((await attempt({}, { client_id })).status).toBe(200);
    // No secret at all is how some libraries say the name of a public client.
    const empty = { authorization: basic({ client_id, client_secret: '' }) };
    expect((await attempt(empty, {})).status).toBe(200);
  });

  it('C06 a secret from before the client became public is dead, also when it comes back', async () => {
    const client = await register('client_secret_post');
    const { client_id, client_secret } = client;
    const path = `/clients/${client_id}`;
    expect((await attempt({}, { client_id, client_secret })).status).toBe(200);
    await world.admin.patch(path, { token_endpoint_auth_method: 'none' });
    expectRefused(await attempt({}, { client_id, client_secret }), 401, 'invalid_client');
    const back = await world.admin.patch(path, {
      token_endpoint_auth_method: 'client_secret_post',
    });
    expect(back.json.client_secret).not.toBe(client_secret);
    expectRefused(await attempt({}, { client_id, client_secret }), 401, 'invalid_client');
    expectRefused(await attempt({}, { client_id }), 401, 'invalid_client');
  });
});

describe('C16 no header vouches for a client or a person', () => {
  it.each([
    'X-SSL-Client-Cert',
    'X_SSL_CLIENT_CERT',
    'SSL-Client-Cert',
    'X-SSL-Client-Verify',
    'X-Forwarded-Client-Cert',
    'X-Client-Cert',
    'X-Remote-User',
    'Remote-User',
    'X-Forwarded-User',
    'X-Auth-Request-User',
  ])('C16 %s is not believed', async (name) => {
    const { client_id } = await register('client_secret_basic');
    for (const value of [client_id, 'SUCCESS', 'admin', `Subject="CN=${client_id}"`]) {
      expectRefused(await attempt({ [name]: value }, { client_id }), 401, 'invalid_client');
      const page = await world.get('/account', { [name]: value, accept: 'text/html' });
      expect(page.status).toBe(303);
      expect((await world.get('/admin/users', { [name]: value })).status).toBe(401);
    }
  });
});

describe('C19 no back-channel endpoint forgets client authentication', () => {
  const GRANTS = { grant_type: 'authorization_code', code: 'x', redirect_uri: 'https://x.example' };

  it.each([
    ['/token', GRANTS, 400],
    ['/token', { grant_type: 'refresh_token', refresh_token: 'x' }, 400],
    ['/introspect', { token: 'x' }, 200],
    ['/revoke', { token: 'x' }, 200],
    ['/par', { response_type: 'code', scope: 'bogus' }, 400],
  ] as const)('C19 %s %j', async (path, fields, authenticated) => {
    const client = await register('client_secret_basic');
    const { client_id } = client;
    const wrong = { authorization: basic({ client_id, client_secret: 'wrong' }) };
    const right = { authorization: basic(client) };
    expectRefused(await send(world, path, fields), 401, 'invalid_client');
    expectRefused(await send(world, path, { ...fields, client_id }), 401, 'invalid_client');
    expectRefused(await send(world, path, fields, wrong), 401, 'invalid_client');
    expect((await send(world, path, fields, right)).status).toBe(authenticated);
  });
});
