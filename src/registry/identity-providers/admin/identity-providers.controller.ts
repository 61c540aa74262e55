import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  ABOUT_PUT,
  AnswersEntityTag,
  type Author,
  AuthorOf,
  type CallingAuthor,
  ConditionalChange,
  ConditionalRead,
  ETAG,
  PutAnswer,
  PutsByExternalId,
  Versioned,
  DryRunnable,
} from '#platform/changes';
import {
  AnswersCreated,
  ApiProblems,
  ManagementEndpoint,
  RequireScope,
  writableMembers,
  DANGEROUS,
} from '#platform/http';
import { AnswersList } from '#platform/lists';
import type { IdentityProvider } from '../identity-provider.js';
import { ProviderPresetRequest } from '../presets/preset.request.js';
import { withPreset } from '../presets/with-preset.js';
import { ProviderTest } from '../provider-test.js';
import { IdentityProviderAdministration } from './identity-provider-administration.js';
import {
  CreateIdentityProviderRequest,
  ListIdentityProvidersRequest,
  UpdateIdentityProviderRequest,
} from './identity-provider.request.js';
import {
  IdentityProviderListResponse,
  IdentityProviderResponse,
} from './identity-provider.response.js';
import { ProviderTestResponse } from './provider-test.response.js';

const CREATE_EXAMPLES = {
  'the enterprise': {
    value: {
      id: 'corp',
      name: 'Example Corp',
      issuer: 'https://login.corp.example',
      client_id: 'gatehouse',
      client_secret: 'what the provider gave you',
      domains: ['corp.example'],
      provisioning: 'create',
    },
  },
};

const CHANGE_EXAMPLES = {
  disable: { value: { enabled: false } },
  'who gets an account': { value: { provisioning: 'invited' } },
};

@ApiTags('identity providers')
@ManagementEndpoint()
@Controller('admin/identity-providers')
export class IdentityProvidersController {
  constructor(
    private readonly administration: IdentityProviderAdministration,
    private readonly tests: ProviderTest,
  ) {}

  @RequireScope('identity-providers:read', '/admin')
  @Get()
  @ApiOperation({ summary: 'List the identity providers' })
  @AnswersList(IdentityProviderListResponse)
  @ApiProblems()
  async list(@Query() query: ListIdentityProvidersRequest): Promise<IdentityProviderListResponse> {
    const page = await this.administration.list(query);
    const items = page.items.map((one) => this.shown(one));
    return new IdentityProviderListResponse(page, items);
  }

  @RequireScope('identity-providers:write', '/admin')
  @Post()
  @ApiOperation({
    summary: 'Register an identity provider',
    description:
      'People can then sign in with their account there. Register the redirect_uri of the answer at the provider.',
  })
  @ApiBody({ type: CreateIdentityProviderRequest, examples: CREATE_EXAMPLES })
  @AnswersEntityTag()
  @AnswersCreated(IdentityProviderResponse, 'id', ETAG)
  @ApiProblems(409)
  @DryRunnable()
  async create(
    @Query() preset: ProviderPresetRequest,
    @Body() body: CreateIdentityProviderRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<IdentityProviderResponse>> {
    return this.answer(await this.administration.create(withPreset(body, preset), author));
  }

  @RequireScope('identity-providers:read', '/admin')
  @Get(':id')
  @ApiOperation({ summary: 'Read an identity provider' })
  @ConditionalRead()
  @ApiOkResponse({ type: IdentityProviderResponse, headers: ETAG })
  @ApiProblems(404)
  async read(@Param('id') id: string): Promise<Versioned<IdentityProviderResponse>> {
    return this.answer(await this.administration.find(id));
  }

  @RequireScope('identity-providers:write', '/admin')
  @Patch(':id')
  @ApiOperation({
    summary: 'Change an identity provider',
    description:
      'Members given replace what is there. Who it is, by its issuer or its endpoints, never changes.',
  })
  @ApiBody({ type: UpdateIdentityProviderRequest, examples: CHANGE_EXAMPLES })
  @ConditionalChange()
  @ApiOkResponse({ type: IdentityProviderResponse, headers: ETAG })
  @ApiProblems(404, 409, 412)
  @DryRunnable()
  async change(
    @Param('id') id: string,
    @Body() body: UpdateIdentityProviderRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<Versioned<IdentityProviderResponse>> {
    const changes = await writableMembers(body, async () => (await this.read(id)).body);
    return this.answer(await this.administration.change(id, changes, author));
  }

  @RequireScope('identity-providers:write', '/admin')
  @PutsByExternalId(IdentityProviderResponse, IdentityProviderResponse, 'id')
  @ApiOperation({
    summary: 'Create or replace an identity provider by its external_id',
    description: ABOUT_PUT,
  })
  @ApiBody({ type: CreateIdentityProviderRequest, examples: CREATE_EXAMPLES })
  async put(
    @Param('external_id') externalId: string,
    @Body() body: CreateIdentityProviderRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<PutAnswer<IdentityProviderResponse>> {
    const { created, result } = await this.administration.put(externalId, body, author);
    return new PutAnswer(created, result.version, this.shown(result));
  }

  @RequireScope('identity-providers:write', '/admin', DANGEROUS)
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete an identity provider',
    description:
      'Nobody is linked to an account there any more, and whoever signed in there is signed out.',
  })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiProblems(404, 412)
  @DryRunnable()
  async delete(@Param('id') id: string, @AuthorOf() author: Author): Promise<void> {
    await this.administration.delete(id, author);
  }

  @RequireScope('identity-providers:write', '/admin')
  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Test an identity provider',
    description:
      'Asks it for its metadata and its keys, and whether it knows us; nobody signs in. The answer says which step fails.',
  })
  @ApiOkResponse({ type: ProviderTestResponse })
  @ApiProblems(404)
  async test(@Param('id') id: string): Promise<ProviderTestResponse> {
    return new ProviderTestResponse(await this.tests.run(await this.administration.find(id)));
  }

  private shown(provider: IdentityProvider): IdentityProviderResponse {
    return new IdentityProviderResponse(provider, this.administration.addressesFor(provider));
  }

  private answer(provider: IdentityProvider): Versioned<IdentityProviderResponse> {
    return new Versioned(provider.version, this.shown(provider));
  }
}
