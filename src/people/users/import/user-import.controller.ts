import { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor } from '#platform/changes';
import {
  ApiProblems,
  Lines,
  type LinesBody,
  ManagementEndpoint,
  RequireScope,
} from '#platform/http';
import { ImportedLineResponse, ImportSummaryResponse } from './import.response.js';
import { ImportUsersQuery, ImportUsersRequest } from './imported-user.request.js';
import { UserImport } from './user-import.js';
import { MAX_LINES, numbered, readLines } from './user-lines.js';

const JSONL = 'application/jsonl';
const LINES = [JSONL, 'text/csv'];

const ABOUT = `Up to ${MAX_LINES.toLocaleString('en')} people as JSON lines (${JSONL}, application/x-ndjson), as a table (text/csv; address.locality names a member of a member, a semicolon stands between groups and between roles), or as JSON. Each is created for themselves; the answer tells of each line when it is done, and at the end how many were created and refused.`;

const ANSWERS = [ImportedLineResponse, ImportSummaryResponse];

// What is in them can be there once.
const EXAMPLES = {
  'somebody with a password': {
    value: {
      users: [
        {
          username: 'dora',
          email: 'dora@example.com',
          email_verified: true,
          password_hash: '{SSHA}OXH0exoSQcsnj2hvPSoArTq33A1zYWx0',
        },
      ],
    },
  },
};

/** People who come from another system, with the passwords that they have there. */
@ApiTags('users')
@ApiExtraModels(...ANSWERS)
@ManagementEndpoint({ takesLines: true })
@Controller('admin/users/import')
export class UserImportController {
  constructor(private readonly people: UserImport) {}

  @RequireScope('users:write', '/admin')
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Import users',
    description: ABOUT,
  })
  @ApiConsumes('application/json', ...LINES)
  @ApiBody({ type: ImportUsersRequest, examples: EXAMPLES })
  @ApiOkResponse({
    description: 'One JSON object in each line; the last one has created and refused.',
    content: {
      [JSONL]: { schema: { oneOf: ANSWERS.map((type) => ({ $ref: getSchemaPath(type) })) } },
    },
  })
  @ApiProblems()
  async import(
    @Query() { dry_run: dryRun = false }: ImportUsersQuery,
    @Body() { users = [] }: ImportUsersRequest,
    @Lines() lines: LinesBody | undefined,
    @AuthorOf() author: CallingAuthor,
  ): Promise<StreamableFile> {
    const people = lines === undefined ? numbered(users) : await readLines(lines);
    const told = this.people.run(people, author, dryRun);
    return new StreamableFile(Readable.from(inLines(told)), { type: JSONL });
  }
}

async function* inLines(told: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const one of told) yield `${JSON.stringify(one)}\n`;
}
