import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  MaxLength,
} from 'class-validator';
import { ExternalId, ExternalIdFilter } from '#platform/changes';
import { PASSWORD_FORMATS } from '#platform/crypto';
import { Conforms, describedRule, Omissible, Parsed, TakesBack } from '#platform/http';
import { Flag, Moment, PageRequest, Searched, SortedBy } from '#platform/lists';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../credentials/password-policy.js';
import { MAX_USERNAME_LENGTH, usernameError } from '../login-identifier.js';
import { ChangedUserResponse, UserDetailResponse } from './user.response.js';
import { UserMembers } from './user-members.js';

const password = describedRule(
  { minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH },
  () => undefined,
);
const username = describedRule({ minLength: 1, maxLength: MAX_USERNAME_LENGTH }, usernameError);

/** Limit: groups that somebody is put into when they are created. */
const MAX_FIRST_GROUPS = 50;

/** What may be left out both when a user is created and when they are changed. */
class UserSettings extends UserMembers {
  @ApiPropertyOptional({
    type: String,
    example: 'correct horse battery staple',
    writeOnly: true,
    description: 'Nobody can read it back. A new one ends all sessions and authorizations.',
  })
  @Omissible()
  // What a password must be follows from whose it is; see password-policy.ts.
  @Conforms(password)
  password?: string;

  @ApiPropertyOptional({
    default: false,
    description:
      'True has them choose another password before they are signed in, here or to an application, with the next request; what they have so far stays.',
  })
  @Omissible()
  @IsBoolean()
  require_new_password?: boolean;

  @ApiPropertyOptional({ default: false, description: 'A disabled user can do nothing.' })
  @Omissible()
  @IsBoolean()
  disabled?: boolean;

  @ExternalId()
  external_id?: string | null;
}

/** What there is to say of somebody new. */
export class NewUserRequest extends UserSettings {
  @ApiProperty({
    example: 'alice',
    description: 'Signs in, in any case. With an @ it has to be the own e-mail address.',
  })
  @Conforms(username)
  username: string;

  @ApiPropertyOptional({
    default: false,
    description: 'Mails them a link, good for seven days, with which they choose a password.',
  })
  @Omissible()
  @IsBoolean()
  invite?: boolean;
}

/** A user as an admin creates them. */
export class CreateUserRequest extends NewUserRequest {
  @ApiPropertyOptional({
    type: [String],
    maxItems: MAX_FIRST_GROUPS,
    example: [],
    description:
      'The groups, by id, that they are put into. Needs groups:write, or a role for these groups.',
  })
  @Omissible()
  @ArrayUnique()
  @ArrayMaxSize(MAX_FIRST_GROUPS)
  @IsString({ each: true })
  @MaxLength(32, { each: true })
  @IsArray()
  groups?: string[];
}

/** What an admin changes. Null takes a member away. */
@TakesBack(ChangedUserResponse)
@TakesBack(UserDetailResponse)
export class UpdateUserRequest extends UserSettings {
  @ApiPropertyOptional({ example: 'alice' })
  @Omissible()
  @Conforms(username)
  username?: string;
}

export class ListUsersRequest extends PageRequest {
  @SortedBy('sub', 'username', 'created_at')
  sort?: string;

  @Searched(
    'Only users with words in their username, their e-mail address or their name that begin like these.',
  )
  q?: string;

  @ApiPropertyOptional({ description: 'Only users with this role, such as admin.' })
  @Omissible()
  @MaxLength(64)
  @IsString()
  role?: string;

  @ApiPropertyOptional({ description: 'Only users in this group, by its id.' })
  @Omissible()
  @MaxLength(32)
  @IsString()
  group?: string;

  @Flag('Only users who are disabled, or only those who are not.')
  disabled?: boolean;

  @Flag('Only users who have set up a second factor, or only those who have not.')
  second_factor?: boolean;

  @Moment('Only users who were created then or later.')
  created_from?: number;

  @Moment('Only users who were created then or before.')
  created_to?: number;

  @Moment('Only users who last signed in then or later.')
  last_sign_in_from?: number;

  @Moment('Only users who last signed in then or before.')
  last_sign_in_to?: number;

  @ApiPropertyOptional({
    enum: PASSWORD_FORMATS,
    description: 'Only users whose password is still as another system hashed it.',
  })
  @Omissible()
  @IsIn(PASSWORD_FORMATS)
  password_format?: string;

  @Flag('Only users who have signed up and wait for an admin; false, only the others.')
  awaits_approval?: boolean;

  @ExternalIdFilter()
  external_id?: string;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'Only users whose account takes no more passwords after too many wrong ones.',
  })
  @Parsed(/^true$/)
  @Omissible()
  @Equals(true)
  locked?: true;
}
