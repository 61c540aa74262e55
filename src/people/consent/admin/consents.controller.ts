import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
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
import { AnswersList, PageRequest, SortedBy } from '#platform/lists';
import type { ConsentFilter } from '../consents.js';
import { ConsentAdministration } from './consent-administration.js';
import { ConsentsOfUsersResponse } from './consents.response.js';

export class ListConsentsRequest extends PageRequest implements ConsentFilter {
  @SortedBy('id')
  sort?: string;

  @ApiPropertyOptional({ description: 'Only those of this user, by `sub`.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  user_id?: string;

  @ApiPropertyOptional({ description: 'Only those to this client.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;
}

@ApiTags('consents')
@ManagementEndpoint()
@Controller('admin/consents')
export class ConsentsController {
  constructor(private readonly administration: ConsentAdministration) {}

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get()
  @ApiOperation({ summary: 'List what people have allowed applications to do' })
  @AnswersList(ConsentsOfUsersResponse)
  @ApiProblems()
  async list(
    @Query() query: ListConsentsRequest,
    @CallerOf() { reach }: Caller,
  ): Promise<ConsentsOfUsersResponse> {
    return new ConsentsOfUsersResponse(await this.administration.page(query, reach));
  }

  @RequireScope('users:write', '/admin')
  @WithinReach('people')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Take a consent back',
    description: 'With every token that rests on it. The person is asked again.',
  })
  @ApiNoContentResponse()
  @ApiProblems(404)
  @DryRunnable()
  async end(@Param('id') id: string, @AuthorOf() author: CallingAuthor): Promise<void> {
    await this.administration.end(id, author);
  }
}
