import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ClientAuthenticationRequest } from '#registry/clients';

/** The parameters of a device authorization request. */
export class DeviceAuthorizationRequest extends ClientAuthenticationRequest {
  @ApiProperty({ example: 'openid profile', description: 'What the device asks for.' })
  scope: string;

  @ApiPropertyOptional({
    example: 'https://api.example.com',
    description: 'The API the tokens are for (RFC 8707); follows from the scope when absent.',
  })
  resource?: string;

  @ApiPropertyOptional({
    description: 'S256 of a code_verifier, which each poll then has to bring (RFC 7636).',
  })
  code_challenge?: string;

  @ApiPropertyOptional({ enum: ['S256'] })
  code_challenge_method?: string;
}
