import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
import type { RoleHolding } from './role-holders.js';

/** Somebody who has a role. */
export class RoleUserResponse {
  @ApiProperty({ example: '4yw7s0mqbxg2k1uv9tz3aa' })
  sub: string;

  @ApiProperty({ example: 'alice' })
  username: string;

  @ApiPropertyOptional({ example: 'Alice Example' })
  name?: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  given_at: number;

  @ApiPropertyOptional({
    type: [String],
    description: "Of one of Gatehouse's own roles: the groups, by id, for whose people it is.",
  })
  groups?: readonly string[];

  constructor({ user, givenAt, groups }: RoleHolding) {
    if (groups !== undefined) this.groups = groups;
    this.sub = user.sub;
    this.username = user.username;
    if (user.claims.name !== undefined) this.name = user.claims.name;
    this.given_at = givenAt;
  }
}

export class RoleUserListResponse extends ListResponse {
  @ApiProperty({ type: [RoleUserResponse] })
  items: RoleUserResponse[];

  constructor(page: Page<RoleHolding>) {
    super(page);
    this.items = page.items.map((item) => new RoleUserResponse(item));
  }
}
