import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
import type { Member } from './memberships.js';

/** Somebody who is in a group. */
export class GroupMemberResponse {
  @ApiProperty({ example: '4yw7s0mqbxg2k1uv9tz3aa' })
  sub: string;

  @ApiProperty({ example: 'alice' })
  username: string;

  @ApiPropertyOptional({ example: 'Alice Example' })
  name?: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  joined_at: number;

  constructor({ user, joinedAt }: Member) {
    this.sub = user.sub;
    this.username = user.username;
    if (user.claims.name !== undefined) this.name = user.claims.name;
    this.joined_at = joinedAt;
  }
}

export class GroupMemberListResponse extends ListResponse {
  @ApiProperty({ type: [GroupMemberResponse] })
  items: GroupMemberResponse[];

  constructor(page: Page<Member>) {
    super(page);
    this.items = page.items.map((item) => new GroupMemberResponse(item));
  }
}
