import { beforeAll, describe, expect, it } from '@jest/globals';
import { signOut, type Subject, withdrawConsent } from '../../attacks/subject.js';
import type { Answer } from '../../support/answer.js';
import { DEVICE_CODE } from '../../support/device.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld } from '../../support/world.js';
import { JWT_BEARER } from '../rfc7523/issuers.js';
import { EXCHANGE } from '../rfc8693/services.js';
import { API, metadataFor, PREPARED } from './prepared-grants.js';

const SCOPE = 'openid diary:read';
const REGISTERED = 'openid offline_access diary:read diary:write users:read';

let world: LocalWorld;
let api: RegisteredClient;

beforeAll(async () => {
  world = await startWorld({ LEGACY_GRANTS: 'implicit,password' });
  await world.registerResourceServer({ identifier: API, scopes: ['diary:read', 'diary:write'] });
  api = await world.registerClient({
    ...{ redirect_uris: [], grant_types: ['client_credentials'] },
    resource_server: API,
  });
});

/** An ending that did not happen would prove nothing. */
async function succeed(answer: Promise<Answer>): Promise<void> {
  const { status, ...rest } = await answer;
  if (status >= 300) throw new Error(JSON.stringify(rest));
}

type Ending = (subject: Subject, grant: string) => Promise<unknown>;
const patchUser =
  (change: object): Ending =>
  ({ user }) =>
    succeed(world.admin.patch(`/users/${user.sub}`, change));
const patchClient =
  (change: object): Ending =>
  ({ client }) =>
    succeed(world.admin.patch(`/clients/${client.client_id}`, change));

const ENDINGS = {
  'the user was disabled': patchUser({ disabled: true }),
  'the user was deleted': ({ user }) => succeed(world.admin.delete(`/users/${user.sub}`)),
  'the password was changed': patchUser({ password: 'another horse, another battery' }),
  'the consent was withdrawn': withdrawConsent,
  'the client was disabled': patchClient({ disabled: true }),
  'the client was deleted': ({ client }) =>
    succeed(world.admin.delete(`/clients/${client.client_id}`)),
  'the client lost the grant': (subject, grant) => {
    // Another one remains: a client has to have some.
    const own = { grant_types: ['client_credentials'], response_types: [] };
    const code = { grant_types: ['authorization_code'], response_types: ['code'] };
    return patchClient(grant === 'client_credentials' ? code : own)(subject, grant);
  },
  'the client lost the scope': patchClient({ scope: 'openid offline_access diary:write' }),
  'the session was signed out': signOut,
} as const satisfies Readonly<Record<string, Ending>>;

type Name = keyof typeof ENDINGS;
const NAMES = Object.keys(ENDINGS) as Name[];

/** What does not rest on it goes on: tokens as before. */
const GOES_ON = 'tokens';

/** The answer after everything that ends what a grant rests on, and each answer that differs. */
interface Row {
  readonly over: string;
  readonly but?: Readonly<Partial<Record<Name, string>>>;
}

const CLIENT_REFUSED = {
  'the client was disabled': '401 invalid_client',
  'the client was deleted': '401 invalid_client',
  'the client lost the grant': '400 unauthorized_client',
} as const;
const NO_PERSON = {
  'the user was disabled': GOES_ON,
  'the user was deleted': GOES_ON,
  'the password was changed': GOES_ON,
  'the consent was withdrawn': GOES_ON,
  'the session was signed out': GOES_ON,
} as const;
const SCOPE_REFUSED = { 'the client lost the scope': '400 invalid_scope' } as const;
const OF_A_CODE = { over: '400 invalid_grant', but: { ...CLIENT_REFUSED } };

const OF_THE_BROWSER = {
  over: '303 login_required',
  but: {
    'the consent was withdrawn': '303 consent_required',
    'the client was disabled': '400 page',
    'the client was deleted': '400 page',
    'the client lost the grant': '303 unauthorized_client',
    'the client lost the scope': '303 invalid_scope',
  },
} as const;
/** There is no session behind it, and a first-party client needs no consent. */
const OF_THE_PASSWORD = {
  'the session was signed out': GOES_ON,
  'the consent was withdrawn': GOES_ON,
} as const;

const TABLE: Readonly<Record<string, Row>> = {
  authorization_code: OF_A_CODE,
  'authorization_code of code id_token': OF_A_CODE,
  refresh_token: OF_A_CODE,
  // RFC 8628 §3.5 has a word of its own for who may not (any more).
  [DEVICE_CODE]: {
    over: '400 access_denied',
    // Their devices went with them.
    but: { ...CLIENT_REFUSED, 'the user was deleted': '400 invalid_grant' },
  },
  implicit: OF_THE_BROWSER,
  'implicit of code token': OF_THE_BROWSER,
  password: {
    over: '400 invalid_grant',
    but: { ...CLIENT_REFUSED, ...SCOPE_REFUSED, ...OF_THE_PASSWORD },
  },
  'refresh_token of password': {
    over: '400 invalid_grant',
    but: { ...CLIENT_REFUSED, ...OF_THE_PASSWORD },
  },
  client_credentials: {
    over: '',
    but: { ...CLIENT_REFUSED, ...SCOPE_REFUSED, ...NO_PERSON },
  },
  // RFC 8693 §2.2.2: a subject token that is good no more makes the request invalid.
  [EXCHANGE]: { over: '400 invalid_request', but: { ...CLIENT_REFUSED } },
  [JWT_BEARER]: {
    over: '400 invalid_grant',
    but: {
      ...{ ...CLIENT_REFUSED, ...SCOPE_REFUSED },
      // Each assertion is new, by an issuer that knows nothing of passwords and sessions here.
      ...{ 'the session was signed out': GOES_ON, 'the password was changed': GOES_ON },
    },
  },
};

/** Somebody who has signed in to the client, and has consented where that is needed. */
async function subjectOf(grant: string, scope = SCOPE, roles: string[] = []): Promise<Subject> {
  const client = await world.registerClient({ ...metadataFor(grant), scope: REGISTERED });
  const user = await world.createUser({ roles });
  const subject = { client, user, browser: world.browser(), scope };
  await world.tokens(subject);
  return subject;
}

/** The JSON of /token, or the parameters of the redirect from /authorize. */
const fieldsOf = (answer: Answer): Readonly<Record<string, string>> => {
  if (answer.location !== undefined) return answer.parameters;
  return answer.headers.get('content-type')?.includes('json') === true ? answer.json : {};
};

function outcomeOf(answer: Answer): string {
  const { access_token, error = 'page' } = fieldsOf(answer);
  return access_token === undefined ? `${answer.status} ${error}` : GOES_ON;
}

const isActive = async (token: string, by = api) =>
  (await world.introspect(by, token)).json.active as boolean;

describe('D08 the table', () => {
  it('D08 has a row for every grant type there is', async () => {
    const { grant_types_supported } = (await world.get('/.well-known/openid-configuration')).json;
    const rows = new Set(Object.keys(TABLE).map((grant) => grant.replace(/ of .*/, '')));
    expect([...rows].sort()).toEqual([...grant_types_supported].sort());
    expect(Object.keys(PREPARED).sort()).toEqual(Object.keys(TABLE).sort());
  });
});

describe.each(Object.entries(TABLE))('D08 %s after', (grant, { over, but = {} }) => {
  it.each(NAMES)('D08 E19 %s', async (name) => {
    const expected = but[name] ?? over;
    const subject = await subjectOf(grant);
    const prepare = () => PREPARED[grant]!(world, subject);
    const [ask, control] = [await prepare(), await prepare()];
    const before = await control();
    expect(outcomeOf(before)).toBe(GOES_ON);
    const token = fieldsOf(before)['access_token'] ?? '';
    expect(await isActive(token)).toBe(true);

    if (name === 'the consent was withdrawn' && grant.endsWith('password')) {
      await expect(withdrawConsent(subject)).rejects.toThrow();
    } else {
      await ENDINGS[name](subject, grant);
    }
    // A token is good for as long as what it rests on, however a new one could be had.
    if (expected !== GOES_ON) expect(await isActive(token)).toBe(false);
    expect(outcomeOf(await ask())).toBe(expected);
    // Nothing was used up by a refusal, and asking again helps nobody.
    if (expected !== GOES_ON) expect(outcomeOf(await ask())).toBe(expected);
  });
});

const OF_A_PERSON = Object.keys(TABLE).filter(
  (grant) => !['client_credentials', EXCHANGE, JWT_BEARER].includes(grant),
);

describe.each(OF_A_PERSON)('D08 %s', (grant) => {
  it('D08 E19 gives nobody the power over Gatehouse who is no admin any more', async () => {
    // A token for the admin API is for nobody else (attack S02).
    const subject = await subjectOf(grant, 'openid users:read', ['admin']);
    const { client } = subject;
    const prepare = () => PREPARED[grant]!(world, subject);
    const [ask, control] = [await prepare(), await prepare()];
    const { access_token = '', scope } = fieldsOf(await control());
    expect([scope, await isActive(access_token, client)]).toEqual([subject.scope, true]);
    await patchUser({ roles: [] })(subject, grant);
    expect(await isActive(access_token, client)).toBe(false);
    const answer = await ask();
    // Where the person is looked at anew they still sign in, and get less.
    if (outcomeOf(answer) === GOES_ON) expect(fieldsOf(answer)['scope']).toBe('openid');
    else expect(outcomeOf(answer)).toBe(TABLE[grant]?.over);
  });
});

const OF_A_CONSENT = ['authorization_code', 'refresh_token', DEVICE_CODE];

describe.each(OF_A_CONSENT)('D08 %s', (grant) => {
  it('D08 gives tokens to nobody again when what ended begins anew', async () => {
    const subject = await subjectOf(grant);
    const ask = await PREPARED[grant]!(world, subject);
    await withdrawConsent(subject);
    await world.tokens(subject);
    expect(outcomeOf(await ask())).toBe(TABLE[grant]?.over);
  });
});
