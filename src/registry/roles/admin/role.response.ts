import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ShownExternalId } from '#platform/changes';
import { ListResponse, type Page } from '#platform/lists';
import { gatehouseRole } from '../gatehouse-roles.js';
import type { Role } from '../role.js';

/** A role, without the people who have it. */
export class RoleResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw' })
  id: string;

  @ApiPropertyOptional({ example: 'mB3v0pJ8Qq2kYx1tW9rZaA', description: 'Whose role it is, or' })
  client_id?: string;

  @ApiPropertyOptional({ example: 'pX0Jv3m2QyqB1t9cE7d4kw', description: 'whose role it is.' })
  resource_server_id?: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'Of a role of Gatehouse itself: the scopes of the admin API that it gives.',
  })
  scopes?: readonly string[];

  @ApiProperty({ example: 'approver' })
  name: string;

  @ApiProperty({ example: 'Approves payments' })
  description: string;

  @ApiProperty({ type: [String], description: 'The groups, by id, whose people have it.' })
  groups: readonly string[];

  @ApiProperty({
    type: [String],
    description: 'The clients, by client_id, that have it in access tokens of their own.',
  })
  clients: readonly string[];

  @ShownExternalId()
  external_id?: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at: number;

  constructor(role: Role) {
    this.id = role.id;
    if (role.ownerKind === 'client') this.client_id = role.ownerId;
    if (role.ownerKind === 'resource') this.resource_server_id = role.ownerId;
    if (role.ownerKind === 'gatehouse') {
      this.scopes = [...(gatehouseRole(role.id)?.scopes ?? [])];
    }
    this.name = role.name;
    this.description = role.description;
    this.groups = role.groups;
    this.clients = role.clients;
    if (role.externalId !== null) this.external_id = role.externalId;
    this.created_at = role.createdAt;
    this.updated_at = role.updatedAt;
  }
}

export class RoleListResponse extends ListResponse {
  @ApiProperty({ type: [RoleResponse] })
  items: RoleResponse[];

  constructor(page: Page<Role>) {
    super(page);
    this.items = page.items.map((item) => new RoleResponse(item));
  }
}
