import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
import type { User } from '../user.js';
import { UserMembers } from './user-members.js';

class UserIdentity {
  @ApiProperty({ example: '4Yw7s0mQbXG2k1uV9tZ3aA', description: 'Never changes, never reused.' })
  sub: string;

  @ApiProperty({ example: 'alice' })
  username: string;
}

class UserState {
  @ApiProperty()
  disabled: boolean;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at: number;
}

/** A user, without anything secret. Claims that are not known are absent. */
export class UserResponse extends IntersectionType(UserIdentity, UserMembers, UserState) {
  constructor(user: User) {
    super();
    this.sub = user.sub;
    this.username = user.username;
    if (user.email !== undefined) {
      this.email = user.email;
      this.email_verified = user.emailVerified;
    }
    Object.assign(this, user.claims);
    this.roles = [...user.roles];
    this.disabled = user.disabled;
    this.created_at = user.createdAt;
    this.updated_at = user.updatedAt;
  }
}

export class UserListResponse extends ListResponse {
  @ApiProperty({ type: [UserResponse] })
  items: UserResponse[];

  constructor(page: Page<User>) {
    super(page);
    this.items = page.items.map((item) => new UserResponse(item));
  }
}
