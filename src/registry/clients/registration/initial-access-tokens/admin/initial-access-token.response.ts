import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
import { ClientPolicyRequest } from '#registry/clients';
import type { InitialAccessToken } from '../initial-access-token.repository.js';

/** An initial access token. */
export class InitialAccessTokenResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw', description: 'Names it in this API only.' })
  id: string;

  @ApiPropertyOptional({ description: 'Only in the answer that creates it: the bearer token.' })
  initial_access_token?: string;

  @ApiProperty({ example: 'Partner portal' })
  name: string;

  @ApiProperty({ type: 'integer', description: 'How many clients were registered with it.' })
  uses: number;

  @ApiProperty({ type: 'integer' })
  max_uses: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  expires_at: number;

  @ApiProperty({ type: ClientPolicyRequest })
  policy: ClientPolicyRequest;

  /** @param value the token itself, while it is known */
  constructor(token: InitialAccessToken, value?: string) {
    this.id = token.id;
    if (value !== undefined) this.initial_access_token = value;
    this.name = token.name;
    this.uses = token.uses;
    this.max_uses = token.maxUses;
    this.created_at = token.createdAt;
    this.expires_at = token.expiresAt;
    this.policy = token.policy;
  }
}

export class InitialAccessTokenListResponse extends ListResponse {
  @ApiProperty({ type: [InitialAccessTokenResponse] })
  items: InitialAccessTokenResponse[];

  constructor(page: Page<InitialAccessToken>) {
    super(page);
    this.items = page.items.map((item) => new InitialAccessTokenResponse(item));
  }
}
