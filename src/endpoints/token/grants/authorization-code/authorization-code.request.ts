import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** The access token request with a code, and the code verifier for it (RFC 7636 §4.5). */
export class AuthorizationCodeRequest {
  @ApiProperty({ enum: ['authorization_code'] })
  grant_type: 'authorization_code';

  @ApiProperty({
    description: 'The code that came to the redirect URI; valid once, for 60 seconds.',
  })
  @IsString()
  @MaxLength(512)
  code: string;

  @ApiPropertyOptional({
    description: 'The same as in the authorization request, if it was there.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  redirect_uri?: string;

  @ApiPropertyOptional({
    description: 'The secret behind the code_challenge, 43 to 128 characters.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(512)
  code_verifier?: string;

  @ApiPropertyOptional({
    description: 'One of the granted APIs; all of them when absent (RFC 8707).',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  resource?: string;
}
