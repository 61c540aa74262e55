import { ApiProperty } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
import { formatScope } from '#protocol';
import type { NamedConsent } from './consent-administration.js';

/** What a person has allowed a client to do in their name. */
export class ConsentOfUserResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw' })
  id: string;

  @ApiProperty({ description: 'Whose it is: their `sub`.' })
  user_id: string;

  @ApiProperty()
  client_id: string;

  @ApiProperty({ example: 'Photo Printing' })
  client_name: string;

  @ApiProperty({ example: 'openid photos:read' })
  scope: string;

  @ApiProperty({ type: [String], description: 'Claims that were allowed by name.' })
  claims: readonly string[];

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  granted_at: number;

  constructor({ consent, clientName }: NamedConsent) {
    this.id = consent.id;
    this.user_id = consent.userId;
    this.client_id = consent.clientId;
    this.client_name = clientName;
    this.scope = formatScope(consent.granted.scope);
    this.claims = [...consent.claims];
    this.granted_at = consent.grantedAt;
  }
}

export class ConsentsOfUsersResponse extends ListResponse {
  @ApiProperty({ type: [ConsentOfUserResponse] })
  items: ConsentOfUserResponse[];

  constructor(page: Page<NamedConsent>) {
    super(page);
    this.items = page.items.map((item) => new ConsentOfUserResponse(item));
  }
}
