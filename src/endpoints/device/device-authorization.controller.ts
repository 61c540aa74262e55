import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthenticatedClient, type Client } from '#registry/clients';
import { Config } from '#platform/config';
import {
  DEVICE_CODE,
  DEVICE_CODE_LIFETIME,
  DeviceAuthorizations,
  type DeviceRequest,
  POLL_INTERVAL,
  showUserCode,
} from '#tokens/device-authorization';
import {
  ApiOAuthErrors,
  AuthenticatesClient,
  Endpoint,
  FormParameters,
  type HttpRequest,
} from '#platform/http';
import { OAuthError, Parameters, readCodeChallenge } from '#protocol';
import { addressKey, AttemptBudgets, KeptRequests, Limits } from '#platform/throttling';
import { Targets } from '#tokens';
import { DeviceAuthorizationRequest } from './device-authorization.request.js';
import { DeviceAuthorizationResponse } from './device-authorization.response.js';

/** The device authorization endpoint: a device asks to be allowed (RFC 8628 §3.1). */
@ApiTags('authorization')
@Endpoint({ scriptsOf: 'clients' })
@Controller('device_authorization')
export class DeviceAuthorizationController {
  constructor(
    private readonly config: Config,
    private readonly devices: DeviceAuthorizations,
    private readonly targets: Targets,
    private readonly budgets: AttemptBudgets,
    private readonly limits: Limits,
    private readonly kept: KeptRequests,
  ) {}

  @AuthenticatesClient()
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Ask for a person by showing a code',
    description: 'For devices that cannot show a login page (RFC 8628 §3.1).',
  })
  @ApiConsumes('application/x-www-form-urlencoded')
  @ApiBody({ type: DeviceAuthorizationRequest })
  @ApiOkResponse({ type: DeviceAuthorizationResponse })
  @ApiOAuthErrors(400, 401, 429)
  async begin(
    @FormParameters() parameters: Parameters,
    @AuthenticatedClient() client: Client,
    @Req() request: HttpRequest,
  ): Promise<DeviceAuthorizationResponse> {
    if (!client.grantTypes.has(DEVICE_CODE)) {
      throw OAuthError.unauthorizedClient('This client may not use this grant type.');
    }
    const wanted = await this.check(client, parameters);
    await this.limit(client, request);
    if (client.isPublic || client.expiresAt !== undefined) {
      await this.kept.take(request.ip, wanted.granted.toString());
    }
    const { deviceCode, userCode } = await this.devices.begin({ ...wanted, ip: request.ip });
    const shown = showUserCode(userCode);
    return {
      device_code: deviceCode,
      user_code: shown,
      verification_uri: this.config.url('/device'),
      verification_uri_complete: this.config.url(`/device?user_code=${shown}`),
      expires_in: DEVICE_CODE_LIFETIME,
      interval: POLL_INTERVAL,
    };
  }

  /** What is asked for is checked now: the person is shown nothing that cannot be granted. */
  private async check(client: Client, parameters: Parameters): Promise<Omit<DeviceRequest, 'ip'>> {
    const scope = await this.targets.asked(
      client,
      parameters.get('scope'),
      parameters.getAll('resource'),
    );
    const codeChallenge = readCodeChallenge(parameters);
    const granted = await this.targets.resolve(client, scope, parameters.getAll('resource'));
    return { clientId: client.id, endedVersion: client.endedVersion, granted, codeChallenge };
  }

  /** More live codes are easier to hit (RFC 8628 §5.1). */
  private async limit(client: Client, { ip }: HttpRequest): Promise<void> {
    const key = `device|${client.id}|${addressKey(ip)}`;
    const limit = await this.limits.of('device_requests_per_minute');
    if (await this.budgets.takeInWindow(key, limit, 60)) return;
    const error = new OAuthError('temporarily_unavailable', 'Too many requests from this address.');
    throw error.tooOften(60, 'device_requests_per_minute');
  }
}
