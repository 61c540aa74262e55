import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ExternalId, ExternalIdFilter } from '#platform/changes';
import { Conforms, describedRule, displayText, Omissible, TakesBack } from '#platform/http';
import { PageRequest, Searched, SortedBy } from '#platform/lists';
import { displayTextError, SEVERAL_FACTORS } from '#protocol';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { MAX_ACR } from '#registry/authentication';
import { MAX_GROUP_NAME } from '../group.js';
import { GroupResponse } from './group.response.js';

const name = displayText(MAX_GROUP_NAME);

/** Limit: characters of the description of a group. */
const MAX_DESCRIPTION = 500;
const description = describedRule({ maxLength: MAX_DESCRIPTION }, (text) =>
  text === '' ? undefined : displayTextError(text, MAX_DESCRIPTION),
);

class GroupSettings {
  @ApiPropertyOptional({ example: 'Whoever pays salaries', description: 'For admins only.' })
  @Omissible()
  @Conforms(description)
  description?: string;

  @ApiPropertyOptional({
    maxLength: MAX_ACR,
    example: SEVERAL_FACTORS,
    description:
      'The weakest authentication context with which its people sign in, to whatever application, by one of its names. Who cannot reach it yet sets up what it takes. Any when absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACR)
  require_acr?: string | null;

  @ExternalId()
  external_id?: string | null;
}

/** A group as an admin creates it. */
export class CreateGroupRequest extends GroupSettings {
  @ApiProperty({
    example: 'payroll',
    description: 'What applications are told. No two groups have the same, in any case.',
  })
  @Conforms(name)
  name: string;
}

/** What an admin may change about it. */
@TakesBack(GroupResponse)
export class UpdateGroupRequest extends GroupSettings {
  @ApiPropertyOptional({ example: 'payroll' })
  @Omissible()
  @Conforms(name)
  name?: string;
}

export class ListGroupsRequest extends PageRequest {
  @SortedBy('id', 'name')
  sort?: string;

  @Searched('Only groups whose name begins like this, in any case.')
  q?: string;

  @ApiPropertyOptional({ description: 'Only groups that this person is in, by their sub.' })
  @Omissible()
  @IsString()
  @MaxLength(255)
  member?: string;

  @ApiPropertyOptional({ description: 'Only groups whose people have this role, by its id.' })
  @Omissible()
  @IsString()
  @MaxLength(32)
  role?: string;

  @ExternalIdFilter()
  external_id?: string;
}
