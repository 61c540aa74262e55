import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { ShownExternalId, WarningResponse } from '#platform/changes';
import { ListResponse, type Page } from '#platform/lists';
import type { NamedGroup } from '#registry/groups';
import { type Lock, LOCKS } from '../credentials/guessing-limits.js';
import type { ChangedUser, User } from '../user.js';
import type { NamesOfUser } from '../user-names.js';
import { UserMembers } from './user-members.js';

class UserIdentity {
  @ApiProperty({ example: '4Yw7s0mQbXG2k1uV9tZ3aA', description: 'Never changes, never reused.' })
  sub: string;

  @ApiProperty({ example: 'alice' })
  username: string;
}

class UserGroupResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw' })
  id: string;

  @ApiProperty({ example: 'payroll' })
  name: string;
}

class UserAdminRoleResponse {
  @ApiProperty({ example: 'gatehouse-help-desk', description: 'The id of the role.' })
  id: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'The groups, by id, for whose people it is; everybody when absent.',
  })
  groups?: readonly string[];
}

class UserState {
  @ApiProperty({
    type: [UserGroupResponse],
    description: 'Those that they are in. PUT /admin/groups/{id}/members/{sub} puts them into one.',
  })
  groups: readonly NamedGroup[];

  @ApiProperty()
  disabled: boolean;

  @ApiProperty({
    description:
      'Whether they have signed up and wait for an admin. POST /admin/users/{sub}/approve lets them in, or anything else that enables them.',
  })
  awaits_approval: boolean;

  @ShownExternalId()
  external_id?: string;

  @ApiProperty({ description: 'Whether they choose another password before they are signed in.' })
  require_new_password: boolean;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds since the epoch.' })
  last_sign_in_at?: number;
}

/** A user, without anything secret. Claims that are not known are absent. */
export class UserResponse extends IntersectionType(UserIdentity, UserMembers, UserState) {
  constructor(user: User, { groups, attributes }: NamesOfUser) {
    super();
    this.sub = user.sub;
    this.username = user.username;
    if (user.email !== undefined) {
      this.email = user.email;
      this.email_verified = user.emailVerified;
    }
    Object.assign(this, user.claims);
    this.roles = [...user.roles];
    this.attributes = attributes;
    this.groups = groups;
    this.disabled = user.disabled;
    this.awaits_approval = user.awaitsApproval;
    if (user.externalId !== undefined) this.external_id = user.externalId;
    this.require_new_password = user.requireNewPassword;
    this.created_at = user.createdAt;
    this.updated_at = user.updatedAt;
    if (user.lastSignInAt !== undefined) this.last_sign_in_at = user.lastSignInAt;
  }
}

/** One that was created or changed just now. */
export class ChangedUserResponse extends UserResponse {
  @ApiProperty({ type: [WarningResponse] })
  warnings: readonly WarningResponse[];

  constructor({ user, warnings }: ChangedUser, names: NamesOfUser) {
    super(user, names);
    this.warnings = warnings;
  }
}

/** With what only a read of this one user tells. */
export class UserDetailResponse extends UserResponse {
  @ApiProperty({
    enum: LOCKS,
    description:
      'Where no password is taken after too many wrong ones: in browsers that the person has not signed in with before, or everywhere. It does not end by itself: a new password or POST /admin/users/{sub}/unlock opens it, and while it is `new_browsers` the right password in a known browser.',
  })
  locked: Lock;

  @ApiProperty({
    type: [UserAdminRoleResponse],
    description:
      "Gatehouse's own roles, which give a part of what an admin may do. PUT /admin/roles/{id}/users/{sub} gives one.",
  })
  admin_roles: readonly UserAdminRoleResponse[];

  constructor(user: User, names: NamesOfUser, locked: Lock) {
    super(user, names);
    this.locked = locked;
    this.admin_roles = [...user.adminRoles].map(([id, { groups: some }]) => ({
      id,
      ...(some === undefined ? {} : { groups: some }),
    }));
  }
}

export class UserListResponse extends ListResponse {
  @ApiProperty({ type: [UserResponse] })
  items: UserResponse[];

  constructor(page: Page<UserResponse>) {
    super(page);
    this.items = [...page.items];
  }
}
