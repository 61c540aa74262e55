import { OmitType } from '@nestjs/swagger';
import { type NamesOfUser, standardClaims, type User, UserResponse } from '#people/users';

/** A person's own account. Claims that are not known are absent. */
export class ProfileResponse extends OmitType(UserResponse, [
  'awaits_approval',
  'disabled',
  'require_new_password',
]) {
  constructor(user: User, { groups, attributes }: NamesOfUser) {
    super();
    const { preferred_username: username, ...claims } = standardClaims(user);
    const { roles, createdAt: created_at } = user;
    Object.assign(this, { ...claims, username, roles, attributes, groups, created_at });
  }
}
