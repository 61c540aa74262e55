import { unique, type World } from './world.js';

export type Body = Readonly<Record<string, unknown>>;

/** Things of one kind, by the names that others have for them. */
export interface Kind {
  readonly things: string;
  readonly id: string;
  readonly event: string;
  /** A document with as much in it as is needed, and one member more. */
  document(world: World): Promise<Body>;
  /** A member that it does not have, and what is shown of it where it is not said. */
  readonly more: Body;
  readonly unsaid: Body;
  /** A document that cannot be as things are. */
  readonly conflict: {
    readonly when: string;
    document(world: World, there: Body): Promise<Body>;
  };
  /** What never changes. */
  readonly fixed?: (document: Body) => Body;
}

export const KINDS: readonly Kind[] = [
  {
    ...{ things: 'clients', id: 'client_id', event: 'client' },
    document: async () => ({ client_name: 'Diary', redirect_uris: ['https://diary.example/cb'] }),
    conflict: {
      when: 'the client_id is one of ours',
      document: async (_world, there) => ({ ...there, client_id: 'swagger-ui' }),
    },
    more: { client_uri: 'https://diary.example', disabled: true, contacts: ['a@diary.example'] },
    unsaid: { client_uri: undefined, disabled: false, contacts: undefined },
    fixed: () => ({ client_id: 'another' }),
  },
  {
    ...{ things: 'users', id: 'sub', event: 'user' },
    document: async () => ({ username: `ada-${unique()}`, name: 'Ada Example' }),
    conflict: { when: 'somebody has the username', document: async (_world, there) => there },
    more: {
      ...{ nickname: 'Countess', address: { locality: 'London', country: 'England' } },
      ...{ disabled: true, roles: ['editor'] },
    },
    unsaid: { nickname: undefined, address: undefined, disabled: false, roles: [] },
  },
  {
    ...{ things: 'groups', id: 'id', event: 'group' },
    document: async () => ({ name: `Payroll ${unique()}` }),
    conflict: { when: 'there is one of this name', document: async (_world, there) => there },
    more: { description: 'Whoever pays salaries', require_acr: 'https://refeds.org/profile/mfa' },
    unsaid: { description: '', require_acr: undefined },
  },
  {
    ...{ things: 'roles', id: 'id', event: 'role' },
    document: async (world) => ({
      ...{ client_id: (await world.registerClient()).client_id, name: 'approver' },
    }),
    conflict: { when: 'there is one of this name there', document: async (_world, there) => there },
    more: { description: 'Approves payments' },
    unsaid: { description: '', groups: [] },
    fixed: () => ({ client_id: 'another' }),
  },
  {
    ...{ things: 'resource-servers', id: 'id', event: 'resource_server' },
    document: async () => ({ identifier: `https://${unique()}.example`, name: 'Photos' }),
    conflict: { when: 'the identifier is taken', document: async (_world, there) => there },
    more: {
      ...{ access_token_format: 'opaque', access_token_lifetime: 300 },
      ...{ scopes: [{ name: 'albums:read', description: 'See albums' }], open_to: 'scope' },
    },
    unsaid: {
      ...{ access_token_format: 'jwt', access_token_lifetime: 600 },
      ...{ scopes: [], open_to: 'registered' },
    },
    fixed: () => ({ identifier: 'https://another.example' }),
  },
  {
    ...{ things: 'assertion-issuers', id: 'id', event: 'assertion_issuer' },
    document: async () => ({
      ...{ issuer: `https://${unique()}.example`, name: 'Partner' },
      jwks_uri: 'https://partner.example/jwks',
    }),
    conflict: { when: 'the issuer is taken', document: async (_world, there) => there },
    more: { subject_mapping: 'email', client_ids: ['photos'], enabled: false },
    unsaid: { subject_mapping: 'sub', client_ids: [], enabled: true },
    fixed: () => ({ issuer: 'https://another.example' }),
  },
  {
    ...{ things: 'identity-providers', id: 'id', event: 'identity_provider' },
    document: async () => {
      const id = `corp-${unique()
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')}`;
      return {
        ...{ id, issuer: `https://${id}.example`, client_id: 'gatehouse', client_secret: 'shared' },
      };
    },
    conflict: { when: 'the id is taken', document: async (_world, there) => there },
    more: { name: 'Example Corp', provisioning: 'create', groups_claim: 'groups', enabled: false },
    unsaid: { provisioning: 'invited', groups_claim: undefined, enabled: true, has_secret: true },
    fixed: () => ({ issuer: 'https://another.example' }),
  },
  {
    ...{ things: 'webhooks', id: 'id', event: 'webhook' },
    document: async () => ({ url: 'https://receiver.example/', types: ['mail.failed'] }),
    conflict: {
      when: 'there are twenty',
      document: async (world, there) => {
        for (let n = 0; n < 20; n++) await world.admin.post('/webhooks', there);
        return there;
      },
    },
    more: { description: 'The ticket system', enabled: false },
    unsaid: { description: '', enabled: true },
  },
];
