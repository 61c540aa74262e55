import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
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

export class UserListResponse {
  @ApiProperty({ type: [UserResponse] })
  items: UserResponse[];

  @ApiPropertyOptional({ description: 'Pass as `after` for the next page; absent on the last.' })
  next?: string;

  /** @param found one more than fits, if there is more */
  constructor(found: readonly User[], size: number) {
    this.items = found.slice(0, size).map((user) => new UserResponse(user));
    const last = this.items.at(-1);
    if (found.length > size && last !== undefined) this.next = last.sub;
  }
}
