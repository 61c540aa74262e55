import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ShownExternalId } from '#platform/changes';
import { ListResponse, type Page } from '#platform/lists';
import type { Group } from '../group.js';

/** A group, without who is in it. */
export class GroupResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw', description: 'Never changes, never reused.' })
  id: string;

  @ApiProperty({ example: 'payroll' })
  name: string;

  @ApiProperty({ example: 'Whoever pays salaries' })
  description: string;

  @ApiPropertyOptional({ description: 'Absent where it asks for nothing.' })
  require_acr?: string;

  @ShownExternalId()
  external_id?: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at: number;

  constructor(group: Group) {
    this.id = group.id;
    this.name = group.name;
    this.description = group.description;
    if (group.requireAcr !== null) this.require_acr = group.requireAcr;
    if (group.externalId !== null) this.external_id = group.externalId;
    this.created_at = group.createdAt;
    this.updated_at = group.updatedAt;
  }
}

export class GroupListResponse extends ListResponse {
  @ApiProperty({ type: [GroupResponse] })
  items: GroupResponse[];

  constructor(page: Page<Group>) {
    super(page);
    this.items = page.items.map((item) => new GroupResponse(item));
  }
}
