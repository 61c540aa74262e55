import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  AnswersEntityTag,
  authorOf,
  ConditionalChange,
  ConditionalRead,
  ETAG,
  Versioned,
} from '#platform/changes';
import { ClientMetadataRequest } from '#registry/clients';
import { Config } from '#platform/config';
import {
  ApiOAuthErrors,
  bearerToken,
  Endpoint,
  type HttpRequest,
  originOf,
  Public,
} from '#platform/http';
import { ClientRegistrations, type Registered } from '#registry/clients/registration';
import { REGISTRATION_EXAMPLES } from './registration.examples.js';
import { registrationPipe, ReplaceRegistrationRequest } from './registration.request.js';
import { RegistrationResponse, toRegistrationResponse } from './registration.response.js';

/** The client registration and configuration endpoints (RFC 7591 §3, RFC 7592 §2). */
@ApiTags('registration')
@ApiBearerAuth('bearer')
@Endpoint({ scriptsOf: 'clients' })
@Controller('register')
export class RegistrationController {
  constructor(
    private readonly config: Config,
    private readonly registrations: ClientRegistrations,
  ) {}

  @Public()
  @Post()
  @ApiOperation({
    summary: 'Register oneself as a client',
    description:
      'With an initial access token, unless the operator lets anybody register. Members that are not known are ignored, software statements too (RFC 7591 §3.1.1).',
  })
  @ApiBody({ type: ClientMetadataRequest, examples: REGISTRATION_EXAMPLES })
  @AnswersEntityTag()
  @ApiCreatedResponse({ type: RegistrationResponse, headers: ETAG })
  @ApiOAuthErrors(400, 401)
  async register(
    @Body(registrationPipe) metadata: ClientMetadataRequest,
    @Req() request: HttpRequest,
  ): Promise<Versioned<RegistrationResponse>> {
    const token = bearerToken(request);
    return this.answer(await this.registrations.register(metadata, token, originOf(request)));
  }

  @Public()
  @Get(':client_id')
  @ApiOperation({
    summary: 'Read what is registered about oneself',
    description: 'With the registration access token. The secret is not shown again.',
  })
  @ConditionalRead()
  @ApiOkResponse({ type: RegistrationResponse, headers: ETAG })
  @ApiOAuthErrors(401)
  async read(
    @Param('client_id') clientId: string,
    @Req() request: HttpRequest,
  ): Promise<Versioned<RegistrationResponse>> {
    const managed = await this.registrations.authenticate(clientId, bearerToken(request));
    return this.answer({ ...managed, secret: undefined });
  }

  @Public()
  @Put(':client_id')
  @ApiOperation({
    summary: 'Replace what is registered about oneself',
    description: 'Members that are not given are taken away (RFC 7592 §2.2).',
  })
  @ApiBody({ type: ReplaceRegistrationRequest })
  @ConditionalChange()
  @ApiOkResponse({ type: RegistrationResponse, headers: ETAG })
  @ApiOAuthErrors(400, 401, 412)
  async replace(
    @Param('client_id') clientId: string,
    @Body(registrationPipe) body: ReplaceRegistrationRequest,
    @Req() request: HttpRequest,
  ): Promise<Versioned<RegistrationResponse>> {
    const managed = await this.registrations.authenticate(clientId, bearerToken(request));
    const { client_id: statedId, client_secret: secret, ...metadata } = body;
    const wanted = { metadata, stated: { clientId: statedId, secret } };
    const author = {
      ...authorOf(request, { kind: 'client', id: clientId }),
      origin: originOf(request),
    };
    return this.answer(await this.registrations.replace(managed, wanted, author));
  }

  @Public()
  @Delete(':client_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deregister oneself, with all tokens and consents' })
  @ConditionalChange()
  @ApiNoContentResponse()
  @ApiOAuthErrors(401, 412)
  async delete(@Param('client_id') clientId: string, @Req() request: HttpRequest): Promise<void> {
    const managed = await this.registrations.authenticate(clientId, bearerToken(request));
    const author = authorOf(request, { kind: 'client', id: clientId });
    await this.registrations.delete(managed, author);
  }

  private answer(registered: Registered): Versioned<RegistrationResponse> {
    const { id, version } = registered.client;
    const uri = this.config.url(`/register/${id}`);
    return new Versioned(version, toRegistrationResponse(registered, uri));
  }
}
