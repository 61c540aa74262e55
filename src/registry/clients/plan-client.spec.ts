import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import {
  type AdminCircumstances,
  planClientChangeByAdmin,
  planClientEndByAdmin,
} from './admin/plan-admin-client.js';
import { Client } from './client.js';
import type { ClientMetadataInput } from './metadata/client-metadata.js';
import { completeMetadata } from './metadata/complete-metadata.js';
import { RegistrableValues } from './metadata/registrable-values.js';
import { planClientChange, planClientReplacement, planNewClient } from './plan-client.js';
import { planSecretRotation } from './secrets/plan-secrets.js';

const offered = new RegistrableValues();
for (const grant of ['authorization_code', 'refresh_token', 'client_credentials']) {
  offered.grantTypes.set(grant, { speaksFor: grant === 'client_credentials' ? 'client' : 'user' });
}
offered.responseTypes.set('code', ['authorization_code']);

const circumstances: AdminCircumstances = {
  ...{ offered, now: 1000, identifiers: new Set(), builtIn: new Set(['console']) },
  ...{ own: [], scopes: new Set(['users:write', 'clients:write', 'photos:read']) },
  attributes: new Map(),
  contexts: new Map(),
  groups: new Map([['g1', 'payroll']]),
};

const METADATA = { client_name: 'Shop', redirect_uris: ['https://shop.example/cb'] };
const SECRET = {
  ...{ id: 's', hash: 'h', sealed: undefined, label: '', hint: 'h', createdAt: 1 },
  ...{ expiresAt: undefined, lastUsedAt: undefined },
};

function client(input: ClientMetadataInput = {}, more: Partial<Client> = {}): Client {
  const metadata = completeMetadata({ ...METADATA, ...input });
  const stored = {
    ...{ id: 'shop', metadata, disabled: false, secrets: [SECRET] },
    ...{
      externalId: undefined,
      endedVersion: 0,
      endedAt: undefined,
      version: 4,
      createdAt: 1,
      updatedAt: 1,
      expiresAt: undefined,
      lastUsedAt: undefined,
    },
  };
  return new Client({ ...stored, ...more }, offered.grantTypes);
}

const change = (before: Client, changes: ClientMetadataInput, disabled?: boolean) =>
  planClientChange(before, changes, { disabled }, circumstances);

const typesOf = ({ events }: { events: readonly { type: string }[] }) =>
  events.map(({ type }) => type);

describe('the plan of a client', () => {
  it('A10 names every problem, each with its place and its code', () => {
    const { problems } = planNewClient(
      'new',
      {
        client_name: ' ',
        redirect_uris: ['https://shop.example/cb', 'http://shop.example/cb', 'not a URI'],
        grant_types: ['authorization_code', 'magic'],
        jwks_uri: 'ftp://shop.example/keys',
        frontchannel_logout_uri: 'not a URI either',
      },
      { type: 'client.created' },
      circumstances,
    );
    expect(problems.map(({ pointer, error }) => [pointer, error])).toEqual([
      ['/redirect_uris/1', 'invalid_redirect_uri'],
      ['/redirect_uris/2', 'invalid_redirect_uri'],
      ['/client_name', 'invalid_client_metadata'],
      ['/grant_types/1', 'invalid_client_metadata'],
      ['/jwks_uri', 'invalid_client_metadata'],
      ['/frontchannel_logout_uri', 'invalid_client_metadata'],
    ]);
  });

  it('A13 without a change there is neither event nor effect, whatever is offered by now', () => {
    const old = client({ grant_types: ['authorization_code', 'switched_off'] });
    const same = { grant_types: ['authorization_code', 'switched_off'], client_name: 'Shop' };
    for (const changes of [{}, same]) {
      const { problems, events, effects } = change(old, changes, false);
      expect({ problems, events, effects }).toEqual({ problems: [], events: [], effects: [] });
    }
  });

  it('A04 tells each member that differs, from what to what', () => {
    const { events } = change(client(), { client_name: 'Store', contacts: ['a@shop.example'] });
    expect(events).toEqual([
      {
        type: 'client.changed',
        clientId: 'shop',
        facts: {
          members: {
            client_name: { from: 'Shop', to: 'Store' },
            contacts: { to: ['a@shop.example'] },
          },
        },
      },
    ]);
  });

  it('null takes a member away, and a replacement takes away what it does not name', () => {
    const before = client({ contacts: ['a@shop.example'], client_uri: 'https://shop.example' });
    // As it arrives: the type of a request does not say that a member may be null.
    const cleared = { contacts: null } as unknown as ClientMetadataInput;
    expect(change(before, cleared).value.metadata).not.toHaveProperty('contacts');
    expect(change(before, cleared).value.metadata).toHaveProperty('client_uri');
    const replaced = planClientReplacement(before, METADATA, {}, circumstances);
    expect(replaced.value.metadata).toEqual(completeMetadata(METADATA));
  });

  it.each<[string, ClientMetadataInput, boolean | undefined, boolean]>([
    ['disabling', {}, true, true],
    ['a grant type that goes', { grant_types: ['authorization_code'] }, undefined, true],
    ['a scope that goes', { scope: 'openid' }, undefined, true],
    ['a scope that comes', { scope: 'openid email photos:read' }, undefined, false],
    ['another name', { client_name: 'Store' }, undefined, false],
  ])('%s: whether tokens end', (_what, changes, disabled, ends) => {
    const before = client({ scope: 'openid email' });
    expect(change(before, changes, disabled).effects.includes('tokens_end')).toBe(ends);
  });

  it('disabling and enabling are events of their own', () => {
    expect(typesOf(change(client(), {}, true))).toEqual(['client.changed', 'client.disabled']);
    const disabled = client({}, { disabled: true });
    expect(typesOf(change(disabled, {}, false))).toEqual(['client.changed', 'client.enabled']);
    expect(typesOf(change(disabled, {}, true))).toEqual([]);
  });

  it('C06 N03 secrets follow the method: made where one is needed, gone where none is', () => {
    const none = { token_endpoint_auth_method: 'none' } as const;
    expect(change(client(), none).effects).toEqual(['secrets_deleted']);
    const open = client(none, { secrets: [] });
    const basic = { token_endpoint_auth_method: 'client_secret_basic' } as const;
    expect(change(open, basic).effects).toEqual(['secret_made']);
    const signed = { token_endpoint_auth_method: 'client_secret_jwt' } as const;
    const plan = change(client(), signed);
    expect(plan.effects).toEqual(['secret_made', 'previous_secrets_expire']);
    expect(plan.value.previousSecretsExpireAt).toBe(1000 + 24 * 3600);
    expect(plan.events[0]?.facts).toMatchObject({ members: { client_secret: 'changed' } });
  });

  it('what is allowed and less safe is a warning', () => {
    const { problems, warnings } = change(client(), { legacy_assertion_audience: true });
    expect([problems, warnings]).toMatchObject([[], [{ pointer: '/legacy_assertion_audience' }]]);
    expect(change(client(), { client_name: 'Store' }).warnings).toEqual([]);
  });

  it('S19 nobody changes a client of Gatehouse itself', () => {
    const own = client({}, { id: 'console' });
    const powers = { userId: undefined, scope: new Set<string>() };
    const plans = [
      change(own, { client_name: 'Mine' }),
      planSecretRotation(own, { previousSecretsExpireAt: 2000 }, circumstances),
      planClientEndByAdmin(own, powers, circumstances),
    ];
    for (const { problems } of plans) expect(problems).toMatchObject([{ kind: 'conflict' }]);
  });

  it('M11 nobody gives what they do not have, nor takes over who has it', () => {
    const powers = { userId: undefined, scope: new Set(['clients:write']) };
    const by = (before: Client, changes: ClientMetadataInput) =>
      planClientChangeByAdmin(before, changes as object, powers, circumstances).problems;
    expect(by(client(), { scope: 'users:write' })).toMatchObject([
      { pointer: '/scope', kind: 'forbidden' },
    ]);
    expect(by(client({ scope: 'users:write' }), { scope: 'openid' })).toMatchObject([
      { kind: 'forbidden' },
    ]);
    expect(by(client(), { scope: 'openid clients:write' })).toEqual([]);
  });
});
