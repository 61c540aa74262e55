import type { Type } from '@nestjs/common';
import type { PutAnswer } from '#platform/changes';
import type { Caller } from '#platform/http';
import {
  AssertionIssuersController,
  CreateAssertionIssuerRequest,
} from '#registry/assertion-issuers';
import { ClientsController, CreateClientRequest } from '#registry/clients';
import { CreateGroupRequest, GroupsController } from '#registry/groups';
import {
  CreateIdentityProviderRequest,
  IdentityProvidersController,
} from '#registry/identity-providers';
import { CreateResourceServerRequest, ResourceServersController } from '#registry/resources';
import { CreateRoleRequest, RolesController } from '#registry/roles';
import { CreateWebhookRequest, WebhooksController } from '#registry/webhooks';

/** What the admin API of each kind has in common. */
export interface Things {
  list(
    query: object,
    caller: Caller,
  ): Promise<{ readonly items: readonly object[]; readonly next?: string }>;
  put(externalId: string, body: object, ...others: unknown[]): Promise<PutAnswer>;
  delete(id: string, ...others: unknown[]): Promise<void>;
}

/** Something that is configured, of which each has an external_id. */
export interface Kind {
  /** In the document. */
  readonly name: string;
  readonly controller: Type<object>;
  /** What there is to say of it. */
  readonly request: Type<object>;
  /** The member that is its id in the admin API. */
  readonly id: string;
  /** Members that name others: by external_id here, by id there. */
  readonly references: Readonly<Record<string, string>>;
  /** Whether it is not put, nor deleted, while others rest on it; its operations take that in their query. */
  readonly forced?: true;
}

/** In the order in which they are put: what others name comes first. */
export const KINDS: readonly Kind[] = [
  {
    ...{ name: 'groups', controller: GroupsController, request: CreateGroupRequest, id: 'id' },
    references: {},
  },
  {
    name: 'resource_servers',
    controller: ResourceServersController,
    ...{ request: CreateResourceServerRequest, id: 'id', references: {} },
    forced: true,
  },
  {
    name: 'identity_providers',
    controller: IdentityProvidersController,
    ...{ request: CreateIdentityProviderRequest, id: 'id', references: { groups: 'groups' } },
  },
  {
    name: 'clients',
    controller: ClientsController,
    ...{ request: CreateClientRequest, id: 'client_id' },
    references: { allowed_groups: 'groups', owners: 'groups' },
  },
  {
    ...{ name: 'roles', controller: RolesController, request: CreateRoleRequest, id: 'id' },
    references: {
      ...{ client_id: 'clients', resource_server_id: 'resource_servers' },
      ...{ groups: 'groups', clients: 'clients' },
    },
  },
  {
    name: 'assertion_issuers',
    controller: AssertionIssuersController,
    ...{ request: CreateAssertionIssuerRequest, id: 'id', references: { client_ids: 'clients' } },
  },
  {
    name: 'webhooks',
    controller: WebhooksController,
    ...{ request: CreateWebhookRequest, id: 'id', references: {} },
  },
];

/** Their names in a document. */
export const CONFIGURED_KINDS: readonly string[] = KINDS.map(({ name }) => name);
