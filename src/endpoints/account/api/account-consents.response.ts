import { ApiProperty } from '@nestjs/swagger';
import { worded } from '#platform/texts';
import { formatScope } from '#protocol';
import type { WordedConsent } from '../own-access.js';

class ConsentedScope {
  @ApiProperty({ example: 'photos:read' })
  name: string;

  @ApiProperty({ example: 'See your photos' })
  description: string;
}

/** What you allowed an application to do. */
export class ConsentResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw' })
  id: string;

  @ApiProperty()
  client_id: string;

  @ApiProperty({ example: 'Photo Printing' })
  client_name: string;

  @ApiProperty({ example: 'openid photos:read' })
  scope: string;

  @ApiProperty({ type: [String], description: 'Claims allowed by name, beside the scope.' })
  claims: string[];

  @ApiProperty({ type: [ConsentedScope], description: 'Scope and claims in words.' })
  scopes: readonly ConsentedScope[];

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  granted_at: number;

  constructor(consent: WordedConsent) {
    this.id = consent.id;
    this.client_id = consent.clientId;
    this.client_name = consent.clientName;
    this.scope = formatScope(consent.granted.scope);
    this.claims = [...consent.claims];
    this.scopes = consent.scopes.map(({ name, description }) => ({
      ...{ name, description: worded(description) },
    }));
    this.granted_at = consent.grantedAt;
  }
}

export class ConsentListResponse {
  @ApiProperty({ type: [ConsentResponse], description: 'The newest first, 200 at most.' })
  items: ConsentResponse[];
}
