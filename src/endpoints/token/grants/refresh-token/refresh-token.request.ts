import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** The access token request with a refresh token. */
export class RefreshTokenRequest {
  @ApiProperty({ enum: ['refresh_token'] })
  grant_type: 'refresh_token';

  @ApiProperty()
  @IsString()
  @MaxLength(512)
  refresh_token: string;

  @ApiPropertyOptional({ description: 'A part of what was granted, for this access token only.' })
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  scope?: string;

  @ApiPropertyOptional({
    description: 'One of the granted APIs; all of them when absent (RFC 8707).',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  resource?: string;
}
