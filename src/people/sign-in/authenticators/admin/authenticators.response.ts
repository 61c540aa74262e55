import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { worded } from '#platform/texts';
import type { NamedAuthenticator } from '../person-authenticators.js';

export class AuthenticatorResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw' })
  id: string;

  @ApiProperty({ example: 'totp', description: 'By what method it is used.' })
  method: string;

  @ApiProperty({ example: 'Work phone', description: 'What the person calls it.' })
  name: string;

  @ApiProperty({ type: [String], example: ['otp'], description: 'What it proves (RFC 8176).' })
  amr: readonly string[];

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiPropertyOptional({ type: 'integer' })
  last_used_at?: number;

  constructor({ id, method, name, createdAt, lastUsedAt }: NamedAuthenticator) {
    this.id = id;
    this.method = method.name;
    this.name = worded(name);
    this.amr = method.amr;
    this.created_at = createdAt;
    if (lastUsedAt !== undefined) this.last_used_at = lastUsedAt;
  }
}

/** A person has few: they are not paged. */
export class AuthenticatorsResponse {
  @ApiProperty({ type: [AuthenticatorResponse] })
  items: AuthenticatorResponse[];

  constructor(authenticators: readonly NamedAuthenticator[]) {
    this.items = authenticators.map((one) => new AuthenticatorResponse(one));
  }
}
