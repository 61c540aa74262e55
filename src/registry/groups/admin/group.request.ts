import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Conforms, describedRule, displayText, Omissible, TakesBack } from '#platform/http';
import { PageRequest, Searched, SortedBy } from '#platform/lists';
import { displayTextError } from '#protocol';
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
}
