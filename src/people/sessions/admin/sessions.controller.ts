import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { AuthorOf, type CallingAuthor, DryRunnable } from '#platform/changes';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  ManagementEndpoint,
  Omissible,
  RequireScope,
  WithinReach,
} from '#platform/http';
import { AnswersList, Moment, PageRequest, SortedBy } from '#platform/lists';
import type { SessionFilter } from '../session.repository.js';
import { SessionsOfUsersResponse } from '../session.response.js';
import { SessionAdministration } from './session-administration.js';

/** The last second that fits into a column. */
const MAX_TIME = 4_294_967_295;

export class ListSessionsRequest extends PageRequest implements SessionFilter {
  @SortedBy('id')
  sort?: string;

  @ApiPropertyOptional({ description: 'Only those of this user, by `sub`.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  user_id?: string;

  @ApiPropertyOptional({
    description:
      'Only those whose end this client hears of (Back-Channel and Front-Channel Logout).',
  })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({ description: 'Only those begun from this address, such as 192.0.2.7.' })
  @Omissible()
  @MaxLength(45)
  @IsString()
  ip?: string;

  @Moment('Only those begun then or later.')
  since?: number;
}

/** Which sessions are to end. */
export class EndSessionsRequest implements SessionFilter {
  @ApiPropertyOptional({ description: 'Those of this user, by `sub`.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  user_id?: string;

  @ApiPropertyOptional({ description: 'Those whose end this client hears of.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({ example: '192.0.2.7', description: 'Those begun from this address.' })
  @Omissible()
  @MaxLength(45)
  @IsString()
  ip?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Those begun then or later.' })
  @Omissible()
  @Max(MAX_TIME)
  @Min(0)
  @IsInt()
  since?: number;
}

export class EndedSessionsResponse {
  @ApiProperty({ type: 'integer', description: 'How many have ended.' })
  ended: number;
}

const END_EXAMPLES = {
  'of an address': { summary: 'All that began at one address', value: { ip: '192.0.2.7' } },
  'of a client, since': {
    summary: 'Those of a client that began lately',
    value: { client_id: 'photo-printing', since: 1_900_000_000 },
  },
};

@ApiTags('sessions')
@ManagementEndpoint()
@Controller('admin/sessions')
export class SessionsController {
  constructor(private readonly administration: SessionAdministration) {}

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get()
  @ApiOperation({ summary: 'List the browsers in which people are signed in' })
  @AnswersList(SessionsOfUsersResponse)
  @ApiProblems()
  async list(
    @Query() query: ListSessionsRequest,
    @CallerOf() { reach }: Caller,
  ): Promise<SessionsOfUsersResponse> {
    return new SessionsOfUsersResponse(await this.administration.page(query, reach));
  }

  @RequireScope('sessions:end', '/admin')
  @Post('end')
  @HttpCode(200)
  @ApiOperation({
    summary: 'End the sessions that a filter finds',
    description:
      'All that have every member that is named. Some at a time: what is left when it breaks off is ended by sending it again. They may be sessions of admins, so that it takes every scope of one.',
  })
  @ApiBody({ type: EndSessionsRequest, examples: END_EXAMPLES })
  @ApiOkResponse({ type: EndedSessionsResponse })
  @ApiProblems()
  @DryRunnable()
  async endSome(
    @Body() body: EndSessionsRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<EndedSessionsResponse> {
    return { ended: await this.administration.endSome(body, author) };
  }

  @RequireScope('sessions:end', '/admin')
  @WithinReach('people')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'End a session',
    description: 'At once, with the tokens that live as long as it.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async end(@Param('id') id: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.administration.endById(id, author);
  }
}
