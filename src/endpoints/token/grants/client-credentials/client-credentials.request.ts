import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** The access token request of a client in its own name (RFC 6749 §4.4.2). */
export class ClientCredentialsRequest {
  @ApiProperty({ enum: ['client_credentials'] })
  grant_type: 'client_credentials';

  @ApiPropertyOptional({
    example: 'orders:read',
    description: 'Everything the client is registered for when absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  scope?: string;

  @ApiPropertyOptional({
    example: 'https://api.example.com',
    description: 'The API the token is for (RFC 8707); follows from the scope when absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  resource?: string;
}
