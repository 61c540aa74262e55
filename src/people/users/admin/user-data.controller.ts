import { Readable } from 'node:stream';
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor } from '#platform/changes';
import { ApiProblems, ManagementEndpoint, RequireScope, WithinReach } from '#platform/http';
import { UserAdministration } from './user-administration.js';
import { PersonalData } from '../personal-data.js';

/** What a person may ask the enterprise for. */
@ApiTags('users')
@ManagementEndpoint()
@Controller('admin/users/:sub/data')
export class UserDataController {
  constructor(
    private readonly administration: UserAdministration,
    private readonly data: PersonalData,
  ) {}

  @RequireScope('users:read', '/admin')
  @WithinReach('people')
  @Get()
  @ApiOperation({
    summary: 'Read everything that is stored about a user',
    description:
      'As one document for the person (GDPR, Articles 15 and 20), without secrets, hashes and what tells of others. It is recorded that it was read.',
  })
  @ApiOkResponse({
    content: {
      'application/json': {
        schema: {
          type: 'object',
          additionalProperties: true,
          required: ['exported_at', 'profile'],
          properties: {
            exported_at: { type: 'integer' },
            profile: { type: 'object', additionalProperties: true },
          },
        },
      },
    },
  })
  @ApiProblems(404)
  async read(
    @Param('sub') sub: string,
    @AuthorOf() author: CallingAuthor,
  ): Promise<StreamableFile> {
    await this.administration.find(sub, author.caller);
    const document = Readable.from(await this.data.of(sub, author));
    const disposition = 'attachment; filename="user.json"';
    return new StreamableFile(document, { type: 'application/json', disposition });
  }
}
