import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean } from 'class-validator';
import { Conforms, describedRule, displayText, Omissible, Parsed } from '#platform/http';
import { MAX_GROUP_NAME } from '#registry/groups';
import { NewUserRequest } from '../admin/user.request.js';
import { MAX_GROUPS_OF_USER } from '../groups-of-user.js';

/** Limit: ASCII characters of a subject (OIDC Core §2). */
const MAX_SUBJECT = 255;
/** A hash with all that its format says beside it. */
const MAX_HASH = 2000;

const subject = describedRule({ minLength: 1, maxLength: MAX_SUBJECT }, (value) =>
  value.length <= MAX_SUBJECT && /^[\x21-\x7e]+$/.test(value) && !/^https?:/i.test(value)
    ? undefined
    : `A subject has 1 to ${String(MAX_SUBJECT)} printable ASCII characters, no space, and is no address.`,
);

/** Somebody who moves in. */
export class ImportedUserRequest extends NewUserRequest {
  @ApiPropertyOptional({
    example: 'c0f5a1c2-6b37-4a35-8f4e-8a1f4d9a2b10',
    description:
      'The subject that applications know them by already (OIDC Core §2). Made up when it is left out.',
  })
  @Omissible()
  @Conforms(subject)
  sub?: string;

  @ApiPropertyOptional({
    writeOnly: true,
    example: '$2b$12$C6UzMDM.H6dfI/f/IKcEeO7Ao0tYkPcUoJ6Xr6Yb8b0w2J3ZQ5h2a',
    description:
      'The hash that another system made of their password: Argon2, scrypt or PBKDF2 as PHC strings, bcrypt, those of LDAP ({SSHA} and the like) and of Django, the credential of a Keycloak export as JSON. It is replaced when they first sign in.',
  })
  @Omissible()
  @Conforms(describedRule({ minLength: 1, maxLength: MAX_HASH }, () => undefined))
  password_hash?: string;

  @ApiPropertyOptional({
    type: [String],
    example: ['Engineering'],
    description: 'The names of groups that there are.',
  })
  @Omissible()
  @Conforms(displayText(MAX_GROUP_NAME), { each: true })
  @ArrayUnique()
  @ArrayMaxSize(MAX_GROUPS_OF_USER)
  @IsArray()
  groups?: string[];
}

/** The same as JSON, where that is easier to write. */
export class ImportUsersRequest {
  @ApiPropertyOptional({ type: [ImportedUserRequest] })
  @Omissible()
  @IsArray()
  users?: unknown[];
}

export class ImportUsersQuery {
  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Looks at every line and stores nothing.',
  })
  @Omissible()
  @Parsed(/^(?:true|false)$/)
  @IsBoolean()
  dry_run?: boolean;
}
