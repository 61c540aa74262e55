import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
import type { ClientSecret } from '../client.js';

/** A secret without its value, which nobody can read back. */
export class ClientSecretResponse {
  @ApiProperty()
  id: string;

  @ApiPropertyOptional({ example: 'Data centre 2' })
  label?: string;

  @ApiPropertyOptional({ example: 'x7Qw', description: 'Its last characters.' })
  hint?: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Absent while it does not expire.' })
  expires_at?: number;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Absent until it is used; up to a minute old.',
  })
  last_used_at?: number;
}

export class ClientSecretListResponse extends ListResponse {
  @ApiProperty({ type: [ClientSecretResponse] })
  items: ClientSecretResponse[];

  constructor(page: Page<ClientSecret>) {
    super(page);
    this.items = page.items.map(toSecretResponse);
  }
}

export function toSecretResponse(secret: ClientSecret): ClientSecretResponse {
  const { id, label, hint, createdAt, expiresAt, lastUsedAt } = secret;
  return {
    id,
    ...(label === '' ? {} : { label }),
    ...(hint === '' ? {} : { hint }),
    created_at: createdAt,
    ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
    ...(lastUsedAt === undefined ? {} : { last_used_at: lastUsedAt }),
  };
}
