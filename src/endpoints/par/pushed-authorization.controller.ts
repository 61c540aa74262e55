import { Controller, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticatedClient, type Client, ClientUsage } from '#registry/clients';
import {
  ApiOAuthErrors,
  AuthenticatesClient,
  Endpoint,
  FormParameters,
  type HttpRequest,
  originOf,
} from '#platform/http';
import { OAuthError, type Parameters } from '#protocol';
import { addressKey, AttemptBudgets, checkKept, KeptRequests, Limits } from '#platform/throttling';
import {
  AuthorizationResponseError,
  PUSHED_REQUEST_LIFETIME,
  PushedAuthorizationRequests,
  RequestChecker,
  RequestObjects,
  storable,
} from '#endpoints/authorize';
import { PushedAuthorizationRequest } from './pushed-authorization.request.js';
import { PushedAuthorizationResponse } from './pushed-authorization.response.js';

/** What a client proves itself with is not part of what it asks for, and is not stored. */
const CREDENTIALS = {
  client_secret: undefined,
  client_assertion: undefined,
  client_assertion_type: undefined,
};

/** The pushed authorization request endpoint (RFC 9126 §2). */
@ApiTags('authorization')
@Endpoint({ scriptsOf: 'clients' })
@Controller('par')
export class PushedAuthorizationController {
  constructor(
    private readonly requests: PushedAuthorizationRequests,
    private readonly objects: RequestObjects,
    private readonly checker: RequestChecker,
    private readonly budgets: AttemptBudgets,
    private readonly limits: Limits,
    private readonly kept: KeptRequests,
    private readonly usage: ClientUsage,
  ) {}

  @AuthenticatesClient()
  @Post()
  @ApiOperation({
    summary: 'Push an authorization request',
    description:
      'Takes what /authorize takes, unseen by the browser, and checks it at once (RFC 9126).',
  })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: PushedAuthorizationRequest })
  @ApiCreatedResponse({ type: PushedAuthorizationResponse })
  @ApiOAuthErrors(400, 401, 429)
  async push(
    @FormParameters() form: Parameters,
    @AuthenticatedClient() client: Client,
    @Req() request: HttpRequest,
  ): Promise<PushedAuthorizationResponse> {
    await this.limit(client, request);
    // RFC 9126 §2.1: one request is not to stand for another (attack G02).
    if (form.has('request_uri')) {
      throw OAuthError.invalidRequest('A request_uri cannot be pushed.').refusedBy({
        ...{ check: 'pushed-authorization', spec: 'RFC 9126 §2.1' },
        ...{ expected: 'no request_uri', got: 'one' },
      });
    }
    const sent = form.with({ ...CREDENTIALS, client_id: client.id });
    const opened = await this.objects.openPushed(sent, client, originOf(request));
    await this.check(opened);
    const parameters = storable(opened);
    await this.keep(client, request.ip, JSON.stringify(parameters));
    this.usage.count(client.id, 'par', true);
    return {
      request_uri: await this.requests.push(client, parameters),
      expires_in: PUSHED_REQUEST_LIFETIME,
    };
  }

  /** As /authorize would; but here the client itself hears what is wrong (RFC 9126 §2.3). */
  private async check(parameters: Parameters): Promise<void> {
    try {
      await this.checker.check(parameters);
    } catch (error) {
      throw error instanceof AuthorizationResponseError ? error.error : error;
    }
  }

  /** A client that registered itself is a stranger, whatever it authenticates with. */
  private async keep(client: Client, ip: string, stored: string): Promise<void> {
    if (client.isPublic || client.expiresAt !== undefined) await this.kept.take(ip, stored);
    else checkKept(stored);
  }

  /** Each is a row for half an hour (attack G12). Anybody can speak for a public client. */
  private async limit(client: Client, { ip }: HttpRequest): Promise<void> {
    const [key, limit] = client.isPublic
      ? ([`par|${client.id}|${addressKey(ip)}`, 'pushed_requests_of_address_per_minute'] as const)
      : ([`par|${client.id}`, 'pushed_requests_per_minute'] as const);
    if (await this.budgets.takeInWindow(key, await this.limits.of(limit), 60)) return;
    throw new OAuthError('temporarily_unavailable', 'Too many requests.').tooOften(60, limit);
  }
}
