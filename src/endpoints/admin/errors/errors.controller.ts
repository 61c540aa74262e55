import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type EventType, Journal } from '#platform/events';
import { ApiProblems, ManagementEndpoint, Problem, RequireScope } from '#platform/http';
import { AnswersList } from '#platform/lists';
import { RefusalRepository } from '#platform/refusals';
import { type Client, Clients } from '#registry/clients';
import {
  ErrorListResponse,
  LastChangeResponse,
  ListErrorsRequest,
  type RefusedClientResponse,
  SingleErrorResponse,
} from './errors.response.js';

/** Events that a change of a client is told by. */
const CHANGES: readonly EventType[] = [
  'client.created',
  'client.registered',
  'client.changed',
  'client.disabled',
  'client.enabled',
  'client.secret_rotated',
  'client.secret_ended',
];
/** Seconds that a change may take until its event is written. */
const WRITTEN_WITHIN = 30;

@ApiTags('errors')
@ManagementEndpoint()
@Controller('admin/errors')
export class ErrorsController {
  constructor(
    private readonly refusals: RefusalRepository,
    private readonly clients: Clients,
    private readonly journal: Journal,
  ) {}

  @RequireScope('diagnostics:read', '/admin')
  @Get()
  @ApiOperation({
    summary: 'List the requests that were refused',
    description: 'Of the last 14 days, the newest first.',
  })
  @AnswersList(ErrorListResponse)
  @ApiProblems()
  async list(@Query() query: ListErrorsRequest): Promise<ErrorListResponse> {
    return new ErrorListResponse(await this.refusals.page(query));
  }

  @RequireScope('diagnostics:read', '/admin')
  @Get(':reference')
  @ApiOperation({
    summary: 'Read why a request was refused',
    description:
      'By the reference on the error page, which is also in X-Request-Id: the check that refused, what it expected and got, how to mend it, and who changed the client last.',
  })
  @ApiOkResponse({ type: SingleErrorResponse })
  @ApiProblems(404)
  async read(@Param('reference') reference: string): Promise<SingleErrorResponse> {
    const found = await this.refusals.find(reference);
    if (found === undefined) throw Problem.notFound('reference');
    const answer = new SingleErrorResponse(found);
    const client = await this.clients.stored(found.clientId ?? '');
    if (client !== undefined) answer.client = await this.clientNow(client);
    return answer;
  }

  private async clientNow(client: Client): Promise<RefusedClientResponse> {
    const { id, name, disabled, updatedAt } = client;
    const event = await this.journal.lastOf(id, CHANGES, updatedAt, updatedAt + WRITTEN_WITHIN);
    const last_change = new LastChangeResponse(updatedAt, event);
    return { client_id: id, client_name: name, disabled, last_change };
  }
}
