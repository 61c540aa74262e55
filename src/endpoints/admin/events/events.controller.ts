import { Readable } from 'node:stream';
import { Controller, Get, Headers, Query, StreamableFile } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { Checkpoints, Journal } from '#platform/events';
import { ApiProblems, ManagementEndpoint, Problem, RequireScope } from '#platform/http';
import { AnswersList, LINK } from '#platform/lists';
import { epochSeconds } from '#protocol';
import { ListCheckpointsRequest, ListEventsRequest } from './events.request.js';
import {
  CheckpointKeysResponse,
  CheckpointListResponse,
  EventListResponse,
} from './events.response.js';

/** Limit: seconds that can be asked for at once. */
const MAX_RANGE = 400 * 24 * 3600;
const LINES = /\bapplication\/(?:jsonl|x-ndjson)\b/i;
/** What is of no use where all is answered. */
const OF_PAGES = ['limit', 'cursor', 'count', 'sort'] as const;

@ApiTags('events')
@ManagementEndpoint({ answersLong: true })
@Controller('admin/events')
export class EventsController {
  constructor(
    private readonly journal: Journal,
    private readonly checkpoints: Checkpoints,
  ) {}

  @RequireScope('events:read', '/admin')
  @Get()
  @ApiOperation({
    summary: 'List what happened',
    description:
      'Sign-ins, consents, refusals, administration: the newest first. With `Accept: application/jsonl`, all that the filters find, one JSON text a line; without a filter in the order of the chain and with its checkpoints, as `gatehouse audit verify` reads it.',
  })
  @ApiExtraModels(EventListResponse)
  @ApiOkResponse({
    headers: LINK,
    content: {
      'application/json': { schema: { $ref: getSchemaPath(EventListResponse) } },
      'application/jsonl': { schema: { type: 'string' } },
    },
  })
  @AnswersList(EventListResponse)
  @ApiProblems()
  async list(
    @Query() query: ListEventsRequest,
    @Headers('accept') accept: string | undefined,
  ): Promise<EventListResponse | StreamableFile> {
    refuseRange(query);
    if (!LINES.test(accept ?? '')) return new EventListResponse(await this.journal.page(query));
    refusePages(query);
    const lines = Readable.from(await this.journal.lines(query));
    return new StreamableFile(lines, { type: 'application/jsonl' });
  }

  @RequireScope('events:read', '/admin')
  @Get('checkpoints')
  @ApiOperation({
    summary: 'List the checkpoints of the journal',
    description:
      'Signed links of its chain, each with the one before, every 1,000 events or hour. Kept elsewhere, they show when somebody rewrites what came before.',
  })
  @AnswersList(CheckpointListResponse)
  @ApiProblems()
  async listCheckpoints(@Query() query: ListCheckpointsRequest): Promise<CheckpointListResponse> {
    return new CheckpointListResponse(await this.checkpoints.page(query));
  }

  @RequireScope('events:read', '/admin')
  @Get('keys')
  @ApiOperation({
    summary: 'Read the keys that signed the checkpoints',
    description: 'A JWK Set, which `gatehouse audit verify` takes.',
  })
  @ApiOkResponse({ type: CheckpointKeysResponse })
  @ApiProblems()
  async keys(): Promise<CheckpointKeysResponse> {
    const { keys } = await this.checkpoints.jwks();
    return { keys };
  }
}

function refuseRange({ from, to }: ListEventsRequest): void {
  if (from === undefined) return;
  if ((to ?? epochSeconds()) - from <= MAX_RANGE) return;
  throw Problem.badParameter('from', 'From here to the end of the range are more than 400 days.');
}

function refusePages(query: ListEventsRequest): void {
  const given = OF_PAGES.find((name) => query[name] !== undefined);
  if (given === undefined) return;
  throw Problem.badParameter(given, 'As lines, all is answered, in one order: leave it out.');
}
