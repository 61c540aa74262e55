import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import { authorizationRequest } from '../attacks/authorization-request.js';
import type { Answer } from '../support/answer.js';
import type { Browser } from '../support/browser.js';
import { clock } from '../support/clock.js';
import { answerWith, enrolPasskey } from '../support/passkeys.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { countStatements, type Statements } from '../support/statements.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import type { RegisteredUser } from '../support/world.js';

/** What a request may cost the database at most, where the design fixes it. */
describe('Budgets of SQL statements', () => {
  let world: OwnWorld;
  let client: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startOwnWorld();
    user = await world.createUser();
    await world.registerResourceServer({ identifier: 'https://plain.example', scopes: ['plain'] });
    await world.registerResourceServer({
      ...{ identifier: 'https://sealed.example', scopes: ['sealed'] },
      access_token_format: 'opaque',
    });
    client = await world.registerClient({
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      scope: 'openid email plain sealed',
    });
  });

  // While both clocks stand still nothing that is cached or written now and then becomes due, however
  // slow the machine is.
  beforeEach(() => {
    clock.advance(0);
    jest.spyOn(performance, 'now').mockReturnValue(performance.now());
  });

  /**
   * Counts what `request` causes on a node that has just seen the client, its APIs and the settings, and that
   * has nothing left to write behind earlier answers.
   */
  async function cost(
    request: () => Promise<{ readonly status: number }>,
    expected = 200,
  ): Promise<Statements> {
    await world.clientCredentials(client, { scope: 'plain' });
    await world.get('/.well-known/openid-configuration');
    await world.application.control.settleEvents();
    let status = 0;
    const statements = await countStatements(world, async () => {
      ({ status } = await request());
    });
    expect(status).toBe(expected);
    return statements;
  }

  const kinds = ({ list }: Statements) => list.map((sql) => sql.trim().split(/\s/, 1)[0]).sort();

  const tokens = (scope: string) => world.tokens({ client, user, scope });

  it('client credentials with a JWT: no read, no write', async () => {
    const fields = { grant_type: 'client_credentials', scope: 'plain' };
    expect(kinds(await cost(() => world.token(client, fields)))).toEqual([]);
  });

  it('client credentials with an opaque token: one INSERT', async () => {
    const fields = { grant_type: 'client_credentials', scope: 'sealed' };
    expect(kinds(await cost(() => world.token(client, fields)))).toEqual(['INSERT']);
  });

  it.each([
    [true, ['INSERT', 'SELECT']],
    [false, ['INSERT', 'SELECT', 'SELECT']],
  ])(
    'a code on a live session (first-party: %s): the session, the consent',
    async (own, budget) => {
      const asking = await world.registerClient({ scope: 'openid plain', first_party: own });
      const options = { client: asking, user, scope: 'openid plain' };
      const { browser } = await world.authorize(options);
      const answered = async () => (await world.authorize({ ...options, browser })).end;
      expect(kinds(await cost(answered, 303))).toEqual(budget);
    },
  );

  it.each([
    ['openid plain', ['SELECT', 'UPDATE']],
    ['openid sealed', ['INSERT', 'SELECT', 'UPDATE']],
  ])('redeeming a code for %s: one read, one UPDATE, at most one INSERT', async (scope, budget) => {
    const issued = await world.authorizationCode({ client, user, scope });
    expect(kinds(await cost(() => world.redeem(client, issued)))).toEqual(budget.sort());
  });

  it('redeeming a code whose ID token tells of the person: no read more', async () => {
    const parameters = { claims: '{"id_token":{"email":null}}' };
    const issued = await world.authorizationCode({ client, user, parameters });
    const statements = await cost(() => world.redeem(client, issued));
    expect(kinds(statements)).toEqual(['SELECT', 'UPDATE']);
  });

  it.each([
    ['openid plain', ['SELECT', 'UPDATE']],
    ['openid sealed', ['INSERT', 'SELECT', 'UPDATE']],
  ])('refreshing for %s: one read, one UPDATE', async (scope, budget) => {
    const { refresh_token = '' } = await tokens(scope);
    expect(kinds(await cost(() => world.refresh(client, refresh_token)))).toEqual(budget.sort());
  });

  it('telling the groups and roles of somebody, in the token of an API too: no read more', async () => {
    const identifier = 'https://telling.example';
    const more = { access_token_claims: ['groups', 'roles'] };
    const api = await world.registerResourceServer({ identifier, scopes: ['tell'], ...more });
    const { id } = await world.admin.create('/groups', { name: 'payroll' });
    await world.admin.call('PUT', `/groups/${id}/members/${user.sub}`);
    const asking = await world.registerClient({ scope: 'openid groups roles tell' });
    const asked = { client: asking, user, scope: 'openid groups roles tell' };
    const owners = [{ client_id: asking.client_id }, { resource_server_id: api.id }];
    for (const owner of owners) {
      await world.admin.create('/roles', { ...owner, name: 'editor', groups: [id] });
    }
    await world.tokens(asked);
    const issued = await world.authorizationCode(asked);
    let answer: Answer | undefined;
    const redeeming = await cost(async () => (answer = await world.redeem(asking, issued)));
    expect(kinds(redeeming)).toEqual(['SELECT', 'UPDATE']);
    const { access_token, id_token, refresh_token } = answer?.json ?? {};
    for (const token of [access_token, id_token]) {
      expect(decodeJwt(token)).toMatchObject({ groups: ['payroll'], roles: ['editor'] });
    }
    const refreshing = await cost(() => world.refresh(asking, refresh_token));
    expect(kinds(refreshing)).toEqual(['SELECT', 'UPDATE']);
    for (const look of [
      () => world.userinfo(access_token),
      () => world.introspect(asking, access_token),
    ]) {
      expect(kinds(await cost(look))).toEqual(['SELECT']);
    }
  });

  it('introspecting a JWT of an authorization: one read', async () => {
    const { access_token } = await tokens('openid plain');
    expect(kinds(await cost(() => world.introspect(client, access_token)))).toEqual(['SELECT']);
  });

  it('introspecting for an API that is told who the person is: one read', async () => {
    const api = await world.registerClient({
      ...{ redirect_uris: [], grant_types: ['client_credentials'] },
      resource_server: 'https://plain.example',
    });
    const { access_token } = await tokens('openid email plain');
    await world.introspect(api, access_token);
    const statements = await cost(async () => {
      const answer = await world.introspect(api, access_token);
      expect(answer.json.username).toBe(user.username);
      return answer;
    });
    expect(kinds(statements)).toEqual(['SELECT']);
  });

  it('introspecting a JWT of a service: one read, the list of revoked ones', async () => {
    const { access_token } = await world.clientCredentials(client, { scope: 'plain' });
    expect(kinds(await cost(() => world.introspect(client, access_token)))).toEqual(['SELECT']);
  });

  it('introspecting an opaque token: two reads; a refresh token: one', async () => {
    const { access_token, refresh_token = '' } = await tokens('openid sealed');
    const opaque = await cost(() => world.introspect(client, access_token));
    expect(kinds(opaque)).toEqual(['SELECT', 'SELECT']);
    const refresh = await cost(() => world.introspect(client, refresh_token));
    expect(kinds(refresh)).toEqual(['SELECT']);
  });

  it('introspecting what was made up: no statement, however it looks', async () => {
    for (const token of ['x', 'a.b.c', `gh_rt_${'A'.repeat(22)}.1.${'A'.repeat(43)}`]) {
      expect(kinds(await cost(() => world.introspect(client, token)))).toEqual([]);
    }
  });

  it('userinfo: the authorization and the person, in one read', async () => {
    const { access_token } = await tokens('openid plain');
    const statements = await cost(() => world.userinfo(access_token));
    expect(kinds(statements)).toEqual(['SELECT']);
  });

  it('revoking a refresh token: one read, one UPDATE, its event', async () => {
    const { refresh_token = '' } = await tokens('openid plain');
    const statements = await cost(() => world.revoke(client, refresh_token));
    expect(kinds(statements)).toEqual(['INSERT', 'SELECT', 'UPDATE']);
  });

  it.each(['openid-configuration', 'oauth-authorization-server'])(
    'discovery (%s): nothing',
    async (document) => {
      expect(kinds(await cost(() => world.get(`/.well-known/${document}`)))).toEqual([]);
    },
  );

  it('the key set: one read, so that all nodes agree', async () => {
    expect(kinds(await cost(() => world.get('/jwks')))).toEqual(['SELECT']);
  });

  it('a wrong secret: the audit event and why it was refused, both behind the answer', async () => {
    const impostor = { ...client, client_secret: 'wrong' };
    const statements = await cost(async () => {
      const { status } = await world.introspect(impostor, 'x');
      expect(status).toBe(401);
      await world.application.control.flushEvents();
      return { status: 200 };
    });
    expect(kinds(statements)).toEqual(['INSERT', 'INSERT']);
  });

  /** From the request of the application to its code, in a browser that has none of our cookies. */
  describe('a sign-in', () => {
    let application: RegisteredClient;
    beforeAll(async () => {
      application = await world.registerClient({ first_party: true });
    });

    type Prove = (browser: Browser, page: Answer) => Promise<Answer>;

    const byPasskey = async (): Promise<Prove> => {
      const { authenticator } = await enrolPasskey(world, await world.createUser());
      return (browser, page) => answerWith(authenticator, browser, page);
    };

    const byPassword = async (): Promise<Prove> => {
      const { username, password } = await world.createUser();
      return (browser, page) => browser.click(page, 'login-submit', { username, password });
    };

    const signIn = async (prove: Prove) => {
      const browser = world.browser();
      const until = application.redirect_uris[0];
      const request = authorizationRequest(application);
      const statements = await cost(async () => {
        const page = await browser.open('/authorize', request, until);
        const answer = await browser.follow(await prove(browser, page), until);
        return { status: answer.parameters['code'] === undefined ? 400 : 200 };
      });
      return statements.list.length;
    };

    it.each([
      ['passkey, without a username', 14, byPasskey],
      ['password', 17, byPassword],
    ] as const)('by %s: %i', async (_how, budget, begin) => {
      const prove = await begin();
      await signIn(prove);
      clock.advance(1);
      expect(await signIn(prove)).toBeLessThanOrEqual(budget);
    });
  });
});
