import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
import { WarningResponse } from '#platform/changes';
import type { Config } from '#platform/config';
import type { Client } from '../client.js';
import type { Use } from '../usage/client-usage.js';
import { ClientSecretResponse, toSecretResponse } from './client-secret.response.js';
import type { ChangedClient } from '../client-changes.js';
import { configurationOf } from '../client-configuration.js';
import type { PresetRequest } from '../presets/preset.request.js';
import { settingsOf } from '../presets/with-preset.js';
import { AdminClientMetadataRequest } from './admin-client.request.js';

/** How often something was asked for. */
export class UsageResponse {
  @ApiProperty({ type: 'integer', description: 'How often it was answered.' })
  ok: number;

  @ApiProperty({ type: 'integer', description: 'How often it was refused.' })
  failed: number;
}

/** A registered client, as admins are shown it. */
export class ClientResponse extends AdminClientMetadataRequest {
  @ApiProperty({ example: 'mB3v0pJ8Qq2kYx1tW9rZaA' })
  client_id: string;

  @ApiPropertyOptional({ description: 'Only in the answer that creates it. Keep it.' })
  client_secret?: string;

  @ApiPropertyOptional({ type: 'integer', example: 0, description: '0: it does not expire.' })
  client_secret_expires_at?: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  client_id_issued_at: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'When a client that registered itself is deleted, unless it is used before.',
  })
  expires_at?: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'When it was last answered or refused; up to a minute old.',
  })
  last_used_at?: number;

  @ApiPropertyOptional({
    type: UsageResponse,
    description: 'Of thirty days: tokens, pushed requests and introspections that it asked for.',
  })
  usage_30d?: UsageResponse;

  @ApiPropertyOptional({ type: [ClientSecretResponse] })
  secrets?: ClientSecretResponse[];
}

/** A client that was registered or changed just now. */
export class ChangedClientResponse extends ClientResponse {
  @ApiProperty({ type: [WarningResponse] })
  warnings: readonly WarningResponse[];
}

/** One that was registered just now, with what its application has to be told. */
export class CreatedClientResponse extends ChangedClientResponse {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description:
      'What the application asks of whoever sets it up, under the names of discovery: most need the issuer, client_id and client_secret alone. In settings, for a preset, what to write there.',
  })
  configuration: Record<string, unknown>;
}

export class ClientListResponse extends ListResponse {
  @ApiProperty({ type: [ClientResponse] })
  items: ClientResponse[];

  constructor(page: Page<Client>, uses: ReadonlyMap<string, Use>) {
    super(page);
    this.items = page.items.map((client) => toClientResponse(client, { use: uses.get(client.id) }));
  }
}

export class RotatedSecretResponse {
  @ApiProperty()
  client_id: string;

  @ApiProperty({ description: 'Names the new secret among those of the client.' })
  id: string;

  @ApiProperty({ description: 'Only here. Keep it.' })
  client_secret: string;

  @ApiProperty({ type: 'integer', example: 0, description: '0: it does not expire.' })
  client_secret_expires_at: number;

  @ApiProperty({ type: 'integer', description: 'Until when the earlier secrets stay valid.' })
  expires_previous_at: number;
}

/** @param shown what only some answers show: the new secret's value, the list of secrets */
export function toClientResponse(
  client: Client,
  shown: { secret?: string | undefined; secrets?: boolean; use?: Use | undefined } = {},
): ClientResponse {
  const { secret } = shown;
  return {
    client_id: client.id,
    ...(secret === undefined ? {} : { client_secret: secret, client_secret_expires_at: 0 }),
    client_id_issued_at: client.createdAt,
    updated_at: client.updatedAt,
    ...(client.expiresAt === undefined ? {} : { expires_at: client.expiresAt }),
    ...(client.lastUsedAt === undefined ? {} : { last_used_at: client.lastUsedAt }),
    ...(shown.use === undefined ? {} : { usage_30d: shown.use }),
    ...(client.metadata as Partial<ClientResponse>),
    disabled: client.disabled,
    ...(client.externalId === undefined ? {} : { external_id: client.externalId }),
    ...(shown.secrets === true ? { secrets: client.secrets.map(toSecretResponse) } : {}),
  };
}

export function toChangedResponse(changed: ChangedClient): ChangedClientResponse {
  const { client, warnings = [] } = changed;
  return Object.assign(toClientResponse(client, changed), { warnings });
}

export function toCreatedResponse(
  created: ChangedClient,
  config: Config,
  preset: PresetRequest,
): CreatedClientResponse {
  const general = configurationOf(created.client, config);
  const settings = settingsOf(created, general, preset);
  const configuration = settings === undefined ? general : { ...general, settings };
  return Object.assign(toChangedResponse(created), { configuration });
}
