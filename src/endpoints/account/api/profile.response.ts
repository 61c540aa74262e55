import { OmitType } from '@nestjs/swagger';
import { standardClaims, type User, UserResponse } from '#people/users';

/** A person's own account. Claims that are not known are absent. */
export class ProfileResponse extends OmitType(UserResponse, ['disabled']) {
  constructor(user: User) {
    super();
    const { preferred_username: username, ...claims } = standardClaims(user);
    Object.assign(this, { ...claims, username, roles: user.roles, created_at: user.createdAt });
  }
}
