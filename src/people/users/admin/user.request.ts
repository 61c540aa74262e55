import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { Conforms, Omissible, TakesBack } from '#platform/http';
import { PageRequest, Searched, SortedBy } from '#platform/lists';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../credentials/password-policy.js';
import { usernameError } from '../login-identifier.js';
import { UserResponse } from './user.response.js';
import { UserMembers } from './user-members.js';

/** What may be left out both when a user is created and when they are changed. */
class UserSettings extends UserMembers {
  @ApiPropertyOptional({
    type: String,
    example: 'correct horse battery staple',
    minLength: MIN_PASSWORD_LENGTH,
    maxLength: MAX_PASSWORD_LENGTH,
    writeOnly: true,
    description: 'Nobody can read it back. A new one ends all sessions and authorizations.',
  })
  @Omissible()
  // What a password must be follows from whose it is; see password-policy.ts.
  @Conforms(() => undefined)
  password?: string;

  @ApiPropertyOptional({ default: false, description: 'A disabled user can do nothing.' })
  @Omissible()
  @IsBoolean()
  disabled?: boolean;
}

/** A user as an admin creates them. */
export class CreateUserRequest extends UserSettings {
  @ApiProperty({
    example: 'alice',
    maxLength: 255,
    description: 'Signs in, in any case. With an @ it has to be the own e-mail address.',
  })
  @Conforms(usernameError)
  username: string;
}

/** What an admin changes. Null takes a member away. */
@TakesBack(UserResponse)
export class UpdateUserRequest extends UserSettings {
  @ApiPropertyOptional({ example: 'alice', maxLength: 255 })
  @Omissible()
  @Conforms(usernameError)
  username?: string;
}

export class ListUsersRequest extends PageRequest {
  @SortedBy('sub', 'username')
  sort?: string;

  @Searched('Only users whose username or e-mail address begins like this.')
  q?: string;
}
