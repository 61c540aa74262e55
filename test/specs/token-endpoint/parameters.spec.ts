import { beforeAll, describe, expect, it } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { GrantRegistry } from '#endpoints/token';
import { FixtureGrantsModule } from '../../fixtures/fixture-grants.module.js';
import type { Answer } from '../../support/answer.js';
import type { Query } from '../../support/browser.js';
import { DEVICE_CODE } from '../../support/device.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startOwnWorld, type OwnWorld } from '../../support/application.js';
import { JWT_BEARER } from '../rfc7523/issuers.js';
import { EXCHANGE, TYPE } from '../rfc8693/services.js';

const VOUCHER = 'urn:example:params:oauth:grant-type:voucher';
/** RFC 8707 §2, RFC 8693 §2.1. */
const REPEATABLE = ['resource', 'audience'];

interface Parameter {
  readonly name: string;
  readonly required: boolean;
  /** Characters; undefined where the values are a list. */
  readonly maxLength: number | undefined;
}

/** A request of which every parameter is well-formed and something is wrong all the same. */
const WRONG: Readonly<Record<string, readonly (readonly [Query, string])[]>> = {
  authorization_code: [[{ code: 'x' }, 'invalid_grant']],
  refresh_token: [[{ refresh_token: 'x' }, 'invalid_grant']],
  client_credentials: [
    [{ scope: 'nonsense' }, 'invalid_scope'],
    [{ scope: 'diary:read  diary:read' }, 'invalid_scope'],
    [{ resource: 'https://nobody.example' }, 'invalid_target'],
    [{ resource: 'nobody' }, 'invalid_target'],
  ],
  password: [
    [{ username: 'nobody', password: 'x', scope: 'openid' }, 'invalid_grant'],
    [{ username: 'nobody', password: 'x', scope: 'nonsense' }, 'invalid_scope'],
  ],
  [DEVICE_CODE]: [[{ device_code: 'x' }, 'invalid_grant']],
  [EXCHANGE]: [
    [{ subject_token: 'x', subject_token_type: TYPE.access }, 'invalid_request'],
    [{ subject_token: 'x', subject_token_type: 'urn:example:none' }, 'invalid_request'],
  ],
  [JWT_BEARER]: [[{ assertion: 'x' }, 'invalid_grant']],
  [VOUCHER]: [[{ voucher: 'x' }, 'invalid_grant']],
};

const grants = Object.keys(WRONG);

let world: OwnWorld;
let client: RegisteredClient;

beforeAll(async () => {
  const environment = { LEGACY_GRANTS: 'implicit,password' };
  world = await startOwnWorld(environment, { modules: [FixtureGrantsModule] });
  const scopes = ['diary:read'];
  await world.registerResourceServer({ identifier: 'https://diary.example', scopes });
  client = await world.registerClient({
    ...{ grant_types: grants, first_party: true, scope: 'openid diary:read' },
    token_exchange: { audiences: ['https://diary.example'], delegation: true },
  });
});

/** What the grant's request class declares: the table follows it, with no list of its own. */
function declared(grant: string): Parameter[] {
  const registered = world.application.nest.get(GrantRegistry).find(grant);
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(registered!.options.request, '', true, false);
  return Object.entries(storage.groupByPropertyName(rules)).map(([name, its]) => ({
    name,
    required: !its.some(({ type }) => type === 'conditionalValidation'),
    maxLength: its.find((rule) => rule.name === 'maxLength')?.constraints[0] as number | undefined,
  }));
}

/** Required parameters filled in with something that nobody issued. */
const filled = (grant: string, changes: Query = {}): Query => {
  const required = declared(grant).filter((parameter) => parameter.required);
  const values = required.map(({ name, maxLength }) => [
    name,
    maxLength === undefined ? TYPE.access : 'x',
  ]);
  return { grant_type: grant, ...(Object.fromEntries(values) as Query), ...changes };
};

function expectError(answer: Answer, error: string, about = ''): void {
  expect([answer.status, answer.json.error]).toEqual([400, error]);
  expect(answer.json.error_description ?? '').toContain(about);
  expect(answer.headers.get('cache-control')).toContain('no-store');
  expect(answer.text).not.toContain('_token"');
}

it('every registered grant type stands in the table', () => {
  const registered = world.application.nest.get(GrantRegistry).all();
  expect(registered.map(({ options }) => options.grantType).sort()).toEqual([...grants].sort());
});

describe.each(grants)('RFC 6749 §5.2 %s', (grant) => {
  const ask = (changes: Query) => world.token(client, filled(grant, changes));

  it('"is missing a required parameter": invalid_request, empty being as good as missing', async () => {
    for (const { name } of declared(grant).filter(({ required }) => required)) {
      for (const value of [undefined, '']) {
        expectError(await ask({ [name]: value }), 'invalid_request', name);
      }
    }
  });

  it('"repeats a parameter": invalid_request, but for those that may be repeated', async () => {
    const names = [...declared(grant).map(({ name }) => name), 'grant_type', 'client_id'];
    for (const name of names) {
      const both = name === 'grant_type' ? [grant, grant] : ['x', 'x'];
      const { json } = await ask({ [name]: both });
      if (REPEATABLE.includes(name))
        expect(json.error_description ?? '').not.toContain('more than once');
      else expect(json.error).toBe('invalid_request');
    }
  });

  it('an oversized one: invalid_request, and the longest that may be is looked at', async () => {
    const bounded = declared(grant).filter(({ maxLength }) => maxLength !== undefined);
    expect(bounded.length).toBeGreaterThan(0);
    for (const { name, maxLength = 0 } of bounded) {
      const tooLong = await ask({ [name]: 'x'.repeat(maxLength + 1) });
      expectError(tooLong, 'invalid_request', name);
      const longest = await ask({ [name]: 'x'.repeat(maxLength) });
      expect(longest.json.error_description ?? '').not.toContain(`${name} is malformed`);
    }
  });

  it('control characters and broken encodings: invalid_request', async () => {
    for (const { name } of declared(grant)) {
      expectError(await ask({ [name]: 'x\u0000' }), 'invalid_request');
    }
  });

  it.each(WRONG[grant] ?? [])('what is wrong with %j is %s', async (fields, error) => {
    expectError(await ask(fields), error);
  });

  it('a client without it: unauthorized_client, before anything else is said', async () => {
    const other = await world.registerClient({
      grant_types: [grant === 'client_credentials' ? VOUCHER : 'client_credentials'],
      ...{ response_types: [], redirect_uris: [] },
    });
    expectError(await world.token(other, { grant_type: grant }), 'unauthorized_client');
  });
});
