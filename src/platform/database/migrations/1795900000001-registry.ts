import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  clientId,
  createTable,
  dropTables,
  id,
  integer,
  json,
  nullable,
  OF_CLIENT,
  primary,
  type TableDefinition,
  text,
  version,
} from './columns.js';

export const REGISTRY_TABLES: readonly TableDefinition[] = [
  {
    name: 'resource_servers',
    columns: [
      primary(id()),
      text('identifier', 512),
      text('name', 200),
      text('access_token_format', 16),
      integer('access_token_lifetime'),
      version(),
      integer('created_at'),
      integer('updated_at'),
    ],
    unique: [['identifier']],
  },
  {
    name: 'resource_scopes',
    columns: [
      primary(id('resource_server_id')),
      primary(text('name', 100)),
      text('description', 500),
    ],
    unique: [['name']],
    belongsTo: { resource_server_id: ['resource_servers', 'id'] },
  },
  {
    name: 'clients',
    columns: [
      primary(clientId()),
      json('metadata'),
      text('name_key', 255, ''),
      nullable(text('external_id', 255)),
      nullable(text('owner', 255)),
      integer('disabled', 0),
      integer('ended_version', 0),
      nullable(integer('ended_at')),
      version(),
      integer('created_at'),
      integer('updated_at'),
      nullable(integer('last_used_at')),
      nullable(integer('expires_at')),
      nullable(integer('deleted_at')),
    ],
    unique: [['external_id']],
    indices: [['name_key'], ['expires_at'], ['deleted_at']],
  },
  {
    name: 'client_secrets',
    columns: [
      primary(id()),
      clientId(),
      text('secret_hash', 43),
      nullable(json('sealed')),
      text('label', 100, ''),
      text('hint', 4, ''),
      nullable(text('created_by', 255)),
      integer('created_at'),
      nullable(integer('expires_at')),
      nullable(integer('last_used_at')),
    ],
    indices: [['client_id']],
    belongsTo: OF_CLIENT,
  },
  {
    name: 'client_origins',
    columns: [primary(text('origin', 300)), primary(clientId())],
    indices: [['client_id']],
    belongsTo: OF_CLIENT,
  },
  {
    name: 'client_registrations',
    columns: [
      primary(clientId()),
      text('access_token_hash', 43),
      nullable(id('initial_access_token_id')),
      json('policy'),
    ],
    indices: [['initial_access_token_id']],
    belongsTo: OF_CLIENT,
  },
  {
    name: 'initial_access_tokens',
    columns: [
      primary(id()),
      text('token_hash', 43),
      text('name', 200),
      json('policy'),
      integer('uses'),
      integer('max_uses'),
      version(),
      integer('created_at'),
      integer('expires_at'),
    ],
    unique: [['token_hash']],
    indices: [['expires_at']],
  },
  {
    name: 'assertion_issuers',
    columns: [
      primary(id()),
      text('issuer', 512),
      text('name', 200),
      nullable(json('jwks')),
      nullable(text('jwks_uri', 2000)),
      text('subject_mapping', 16),
      json('client_ids'),
      json('scopes'),
      integer('enabled'),
      integer('ended_version', 0),
      version(),
      integer('created_at'),
      integer('updated_at'),
    ],
    unique: [['issuer']],
  },
  {
    name: 'groups',
    columns: [
      primary(id()),
      text('name', 200),
      text('name_key', 255),
      text('description', 500, ''),
      nullable(json('policy')),
      nullable(text('source', 64)),
      nullable(text('external_id', 255)),
      version(),
      integer('created_at'),
      integer('updated_at'),
    ],
    unique: [['name_key'], ['source', 'external_id']],
  },
  {
    name: 'roles',
    columns: [
      primary(id()),
      text('owner_kind', 16),
      text('owner_id', 255, ''),
      text('name', 64),
      text('description', 500, ''),
      json('scopes'),
      nullable(json('reach')),
      version(),
      integer('created_at'),
      integer('updated_at'),
    ],
    unique: [['owner_kind', 'owner_id', 'name']],
  },
  {
    name: 'role_assignments',
    columns: [
      primary(id()),
      id('role_id'),
      text('subject_kind', 16),
      text('subject_id', 255),
      nullable(json('reach_values')),
      text('source', 64, ''),
      nullable(integer('expires_at')),
      integer('created_at'),
    ],
    indices: [['role_id'], ['subject_kind', 'subject_id'], ['expires_at']],
    belongsTo: { role_id: ['roles', 'id'] },
  },
];

/** What admins register: APIs, clients, assertion issuers, groups, roles. */
export class Registry1795900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of REGISTRY_TABLES) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, REGISTRY_TABLES);
  }
}
