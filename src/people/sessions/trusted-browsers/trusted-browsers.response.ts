import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { TrustedBrowserEntity } from './trusted-browser.entity.js';

/** A browser in which somebody is not asked for their second factor. */
export class TrustedBrowserResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw' })
  id: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'Up to a day old.' })
  last_used_at: number;

  @ApiProperty({ type: 'integer', description: 'When the second factor is asked for again.' })
  expires_at: number;

  @ApiPropertyOptional({ description: 'What the browser called itself when it was trusted.' })
  user_agent?: string;

  constructor({ id, createdAt, lastUsedAt, expiresAt, userAgent }: TrustedBrowserEntity) {
    this.id = id;
    this.created_at = createdAt;
    this.last_used_at = lastUsedAt;
    this.expires_at = expiresAt;
    if (userAgent !== null) this.user_agent = userAgent;
  }
}

/** A person has few: they are not paged. */
export class TrustedBrowsersResponse {
  @ApiProperty({ type: [TrustedBrowserResponse] })
  items: TrustedBrowserResponse[];

  constructor(browsers: readonly TrustedBrowserEntity[]) {
    this.items = browsers.map((one) => new TrustedBrowserResponse(one));
  }
}
