import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ClientAuthenticationRequest } from '#registry/clients';

/** What is asked about a token, or given back (RFC 7662 §2.1, RFC 7009 §2.1). */
export class TokenQueryRequest extends ClientAuthenticationRequest {
  @ApiProperty()
  token: string;

  @ApiPropertyOptional({ enum: ['access_token', 'refresh_token'], description: 'A hint only.' })
  token_type_hint?: string;
}
