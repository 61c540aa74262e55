import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Answer } from '../../support/answer.js';
import type { Query } from '../../support/browser.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

const PERSON = { name: 'Ada Example', birthdate: '1990-12-31', phone_number: '+14255550123' };

let world: LocalWorld;
let client: RegisteredClient;
let user: RegisteredUser;

beforeAll(async () => {
  world = await startWorld();
  client = await world.registerClient();
  user = await world.createUser(PERSON);
});

const asked = (claims: unknown): Query => ({ claims: JSON.stringify(claims) });

describe('OIDC Core §5.5 consent to claims', () => {
  const ask = (browser = world.browser(), parameters: Query = {}, who = user, of = client) =>
    world.authorize({ client: of, user: who, browser, parameters, consent: 'cancel' });

  const consentPage = (history: readonly Answer[]) =>
    history.findLast((answer) => answer.has('consent-approve'));

  it('the consent page says in words what is asked for beside the scope, once', async () => {
    const claims = { userinfo: { birthdate: null }, id_token: { birthdate: null, email: null } };
    const parameters = { ...asked(claims), scope: 'openid email' };
    const { browser, end } = await ask(undefined, parameters, await world.createUser());
    const page = consentPage(browser.history)?.text ?? '';
    expect(page.match(/See your birth date/g)).toHaveLength(1);
    expect(page.match(/See your e-mail address/g)).toHaveLength(1);
    expect(end.parameters['error']).toBe('access_denied');
  });

  it('a claim asked for by name needs consent of its own, which is remembered and can be withdrawn', async () => {
    const person = await world.createUser(PERSON);
    const other = await world.registerClient();
    const { browser } = await world.authorize({ client: other, user: person });
    const claims = { userinfo: { birthdate: null, phone_number: null } };
    const silent = { ...asked(claims), prompt: 'none' };
    const before = await ask(browser, silent, person, other);
    expect(before.end.parameters['error']).toBe('consent_required');
    const tokens = await world.tokens({
      ...{ client: other, user: person, browser, parameters: asked(claims) },
    });
    expect((await world.userinfo(tokens.access_token)).json).toMatchObject({
      birthdate: '1990-12-31',
    });
    expect((await ask(browser, silent, person, other)).end.parameters['code']).toBeDefined();
    const fewer = { ...asked({ id_token: { birthdate: null } }), prompt: 'none' };
    expect((await ask(browser, fewer, person, other)).end.parameters['code']).toBeDefined();
    const more = { ...asked({ id_token: { gender: null } }), prompt: 'none' };
    const refused = await ask(browser, more, person, other);
    expect(refused.end.parameters['error']).toBe('consent_required');
    const account = await browser.open('/account/applications');
    expect(account.text).toContain('See your birth date');
    const withdraw = account.forms.find(({ action }) => action.endsWith('/consents/withdraw'));
    await browser.post(withdraw?.action ?? '', withdraw?.fields ?? {});
    expect((await world.userinfo(tokens.access_token)).status).toBe(401);
    const gone = await ask(browser, silent, person, other);
    expect(gone.end.parameters['error']).toBe('consent_required');
  });

  it('a scope that was allowed covers its claims', async () => {
    const person = await world.createUser(PERSON);
    const { browser } = await world.authorize({ client, user: person, scope: 'openid profile' });
    const parameters = { ...asked({ userinfo: { name: null } }), prompt: 'none' };
    expect((await ask(browser, parameters, person)).end.parameters['code']).toBeDefined();
  });

  it('A34 a client is told nothing by name that it could not ask for by scope', async () => {
    const narrow = await world.registerClient({ scope: 'openid email', first_party: true });
    const claims = { userinfo: { birthdate: null, email: null }, id_token: { name: null } };
    const tokens = await world.tokens({ client: narrow, user, parameters: asked(claims) });
    const told = await world.userinfo(tokens.access_token);
    expect(told.json).toEqual({ sub: user.sub, email: user['email'] });
    expect(decodeJwt(tokens.id_token ?? '')).not.toHaveProperty('name');
    // Nor for longer than it could.
    await world.admin.patch(`/clients/${narrow.client_id}`, { scope: 'openid' });
    expect((await world.userinfo(tokens.access_token)).status).toBe(401);
    const refused = await world.refresh(narrow, tokens.refresh_token ?? '');
    expect(refused.json).toMatchObject({ error: 'invalid_grant' });
  });
});
