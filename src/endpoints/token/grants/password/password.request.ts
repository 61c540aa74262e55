import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** The access token request with a password (RFC 6749 §4.3.2). */
export class PasswordRequest {
  @ApiProperty({ enum: ['password'] })
  grant_type: 'password';

  @ApiProperty({ description: 'A username or an e-mail address.' })
  @IsString()
  @MaxLength(320)
  username: string;

  @ApiProperty({ format: 'password' })
  @IsString()
  @MaxLength(1024)
  password: string;

  @ApiPropertyOptional({ example: 'openid profile', description: 'What the tokens shall be for.' })
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
