import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { EVENT_TYPES, type EventType } from '#platform/events';
import { Omissible, Parsed } from '#platform/http';
import { Moment, PageRequest, SortedBy } from '#platform/lists';

/** The last second that the column holds. */
const LAST = 2 ** 31 - 1;

const Text = (length: number) => applyDecorators(Omissible(), MaxLength(length), IsString());

export class ListEventsRequest extends PageRequest {
  @SortedBy('-at', 'seq')
  sort?: string;

  @ApiPropertyOptional({ enum: Object.keys(EVENT_TYPES), description: 'Those of one type.' })
  @Omissible()
  @IsIn(Object.keys(EVENT_TYPES), { message: 'There are no events of this type.' })
  type?: EventType;

  @ApiPropertyOptional({ description: 'What one person (`sub`) or client (`client_id`) did.' })
  @Text(255)
  actor?: string;

  @ApiPropertyOptional({ description: 'What is told of one client, by its client_id.' })
  @Text(255)
  client?: string;

  @ApiPropertyOptional({ description: 'What is told of one person, by their sub.' })
  @Text(255)
  user?: string;

  @ApiPropertyOptional({ description: 'What came from one address.' })
  @Omissible()
  @Matches(/^[0-9a-f.:]{2,45}$/i, { message: 'It must be an IP address.' })
  ip?: string;

  @ApiPropertyOptional({ description: 'What came of one request, by its X-Request-Id.' })
  @Text(64)
  request_id?: string;

  @ApiPropertyOptional({ enum: ['success', 'failure'], description: 'What was done, or refused.' })
  @Omissible()
  @IsIn(['success', 'failure'])
  outcome?: 'success' | 'failure';

  @Moment('None before.')
  from?: number;

  @Moment('None after, and at most 400 days after `from`.')
  to?: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Those with a larger `seq`: whoever read up to there goes on from there.',
  })
  @Parsed(/^\d{1,10}$/)
  @Omissible()
  @Max(LAST)
  @Min(0)
  @IsInt()
  after?: number;
}

export class ListCheckpointsRequest extends PageRequest {
  @SortedBy('-seq')
  sort?: string;
}
