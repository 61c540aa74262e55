import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsString, MaxLength } from 'class-validator';
import { ExternalId, ExternalIdFilter } from '#platform/changes';
import { Conforms, describedRule, Omissible, TakesBack } from '#platform/http';
import { PageRequest, Searched, SortedBy } from '#platform/lists';
import { displayTextError } from '#protocol';
import { RoleResponse } from './role.response.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/;
const name = describedRule({ pattern: NAME.source }, (text) =>
  NAME.test(text)
    ? undefined
    : 'A role is 1 to 64 of letters, digits, ".", "_", ":", "/" and "-", and begins with a letter or a digit.',
);

/** Limit: characters of the description of a role. */
const MAX_DESCRIPTION = 500;
const description = describedRule({ maxLength: MAX_DESCRIPTION }, (text) =>
  text === '' ? undefined : displayTextError(text, MAX_DESCRIPTION),
);

/** Limit: groups that have one role, and clients. */
const MAX_HOLDERS = 100;

class RoleSettings {
  @ApiPropertyOptional({ example: 'Approves payments', description: 'For admins only.' })
  @Omissible()
  @Conforms(description)
  description?: string;

  @ApiPropertyOptional({
    type: [String],
    example: ['pX0Jv3m2QyqB1t9cE7d4kw'],
    description: 'The groups, by id, whose people have it.',
  })
  @Omissible()
  @ArrayUnique()
  @ArrayMaxSize(MAX_HOLDERS)
  @IsString({ each: true })
  @MaxLength(32, { each: true })
  @IsArray()
  groups?: string[];

  @ApiPropertyOptional({
    type: [String],
    example: [],
    description:
      'The clients, by client_id, that have it in the access tokens that they get for themselves; of a role at an API.',
  })
  @Omissible()
  @ArrayUnique()
  @ArrayMaxSize(MAX_HOLDERS)
  @IsString({ each: true })
  @MaxLength(255, { each: true })
  @IsArray()
  clients?: string[];

  @ExternalId()
  external_id?: string | null;
}

/** A role as an admin creates it. */
export class CreateRoleRequest extends RoleSettings {
  @ApiPropertyOptional({
    example: 'mB3v0pJ8Qq2kYx1tW9rZaA',
    description: 'The client whose role it is; or resource_server_id.',
  })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({
    example: 'pX0Jv3m2QyqB1t9cE7d4kw',
    description: 'The resource server whose role it is; or client_id.',
  })
  @Omissible()
  @MaxLength(32)
  @IsString()
  resource_server_id?: string;

  @ApiProperty({ example: 'approver', description: 'What the client or the API is told.' })
  @Conforms(name)
  name: string;
}

/** What an admin may change about it. */
@TakesBack(RoleResponse)
export class UpdateRoleRequest extends RoleSettings {
  @ApiPropertyOptional({ example: 'approver' })
  @Omissible()
  @Conforms(name)
  name?: string;
}

export class ListRolesRequest extends PageRequest {
  @ExternalIdFilter()
  external_id?: string;

  @SortedBy('id', 'name')
  sort?: string;

  @Searched('Only roles whose name begins like this.')
  q?: string;

  @ApiPropertyOptional({ description: 'Only those of this client.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({ description: 'Only those of this resource server.' })
  @Omissible()
  @MaxLength(32)
  @IsString()
  resource_server_id?: string;
}
