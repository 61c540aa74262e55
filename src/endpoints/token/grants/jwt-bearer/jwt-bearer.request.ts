import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** The access token request with an assertion. */
export class JwtBearerRequest {
  @ApiProperty({ enum: [JWT_BEARER] })
  grant_type: typeof JWT_BEARER;

  @ApiProperty({ description: 'A JWT signed by a registered assertion issuer; good once.' })
  @IsString()
  @MaxLength(8192)
  assertion: string;

  @ApiPropertyOptional({
    example: 'photos:read',
    description: 'All that client and issuer are allowed when absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  scope?: string;

  @ApiPropertyOptional({
    example: 'https://photos.example.com',
    description: 'The API the token is for (RFC 8707); follows from the scope when absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  resource?: string;
}
