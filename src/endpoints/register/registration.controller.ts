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
import { Events, type EventType } from '#platform/events';
import { ClientMetadataRequest } from '#registry/clients';
import { Config } from '#platform/config';
import { ApiOAuthErrors, Endpoint, type HttpRequest, originOf, Public } from '#platform/http';
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
    private readonly events: Events,
  ) {}

  @Public()
  @Post()
  @ApiOperation({
    summary: 'Register oneself as a client',
    description:
      'With an initial access token, unless the operator lets anybody register. Members that are not known are ignored, software statements too (RFC 7591 §3.1.1).',
  })
  @ApiBody({ type: ClientMetadataRequest, examples: REGISTRATION_EXAMPLES })
  @ApiCreatedResponse({ type: RegistrationResponse })
  @ApiOAuthErrors(400, 401)
  async register(
    @Body(registrationPipe) metadata: ClientMetadataRequest,
    @Req() request: HttpRequest,
  ): Promise<RegistrationResponse> {
    const registered = await this.registrations.register(metadata, request);
    this.record('client.registered', registered.client.id, request);
    return this.answer(registered);
  }

  @Public()
  @Get(':client_id')
  @ApiOperation({
    summary: 'Read what is registered about oneself',
    description: 'With the registration access token. The secret is not shown again.',
  })
  @ApiOkResponse({ type: RegistrationResponse })
  @ApiOAuthErrors(401)
  async read(
    @Param('client_id') clientId: string,
    @Req() request: HttpRequest,
  ): Promise<RegistrationResponse> {
    const managed = await this.registrations.authenticate(clientId, request);
    return this.answer({ ...managed, secret: undefined });
  }

  @Public()
  @Put(':client_id')
  @ApiOperation({
    summary: 'Replace what is registered about oneself',
    description: 'Members that are not given are taken away (RFC 7592 §2.2).',
  })
  @ApiBody({ type: ReplaceRegistrationRequest })
  @ApiOkResponse({ type: RegistrationResponse })
  @ApiOAuthErrors(400, 401)
  async replace(
    @Param('client_id') clientId: string,
    @Body(registrationPipe) body: ReplaceRegistrationRequest,
    @Req() request: HttpRequest,
  ): Promise<RegistrationResponse> {
    const managed = await this.registrations.authenticate(clientId, request);
    const { client_id: statedId, client_secret: secret, ...metadata } = body;
    const stated = { clientId: statedId, secret };
    const replaced = await this.registrations.replace(managed, metadata, stated);
    this.record('client.changed', clientId, request);
    return this.answer(replaced);
  }

  @Public()
  @Delete(':client_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deregister oneself, with all tokens and consents' })
  @ApiNoContentResponse()
  @ApiOAuthErrors(401)
  async delete(@Param('client_id') clientId: string, @Req() request: HttpRequest): Promise<void> {
    await this.registrations.delete(await this.registrations.authenticate(clientId, request));
    this.record('client.deleted', clientId, request);
  }

  private answer(registered: Registered): RegistrationResponse {
    const uri = this.config.url(`/register/${registered.client.id}`);
    return toRegistrationResponse(registered, uri);
  }

  private record(type: EventType, clientId: string, request: HttpRequest): void {
    const actor = { kind: 'client', id: clientId } as const;
    this.events.note({ type, actor, clientId, origin: originOf(request) });
  }
}
