import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { TOKEN_EXCHANGE } from '#protocol';
import { ACCESS_TOKEN, SUBJECT_TOKEN_TYPES, type SubjectTokenType } from './token-types.js';

/** The token exchange request (RFC 8693 §2.1). */
export class TokenExchangeRequest {
  @ApiProperty({ enum: [TOKEN_EXCHANGE] })
  grant_type: typeof TOKEN_EXCHANGE;

  @ApiProperty({ description: 'A token of ours: whom the new token is to be about.' })
  @IsString()
  @MaxLength(16_384)
  subject_token: string;

  @ApiProperty({ enum: SUBJECT_TOKEN_TYPES })
  @IsIn(SUBJECT_TOKEN_TYPES)
  subject_token_type: SubjectTokenType;

  @ApiPropertyOptional({
    description: 'An access token that the client got for whoever is to act for the subject.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(16_384)
  actor_token?: string;

  @ApiPropertyOptional({ enum: [ACCESS_TOKEN], description: 'With actor_token, and only then.' })
  @IsOptional()
  @IsIn([ACCESS_TOKEN])
  actor_token_type?: typeof ACCESS_TOKEN;

  @ApiPropertyOptional({ enum: [ACCESS_TOKEN], description: 'An access token when absent.' })
  @IsOptional()
  @IsIn([ACCESS_TOKEN])
  requested_token_type?: typeof ACCESS_TOKEN;

  @ApiPropertyOptional({
    example: 'ledger:write',
    description:
      'A part of what the subject token permits; all of it, as far as allowed, when absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(8192)
  scope?: string;

  @ApiPropertyOptional({
    example: 'https://ledger.example.com',
    description: 'The API the new token is for (RFC 8707). May be sent several times.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  resource?: string;

  @ApiPropertyOptional({
    example: 'https://ledger.example.com',
    description: 'The same as resource. May be sent several times.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  audience?: string;
}
