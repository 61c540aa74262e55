import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Omissible } from '#platform/http';
import { AUTHENTICATION_CONTEXTS } from '#protocol';

/** Limit: characters of an address or a value that is explained. */
const MAX_TEXT = 8192;
/** Seconds: a session is over by then. */
const LONGEST = 12 * 3600;

const PARAMETERS: ApiPropertyOptions = {
  type: 'object',
  additionalProperties: {
    oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
  },
};

/** How somebody is thought to have signed in. */
export class SignedInRequest {
  @ApiPropertyOptional({
    enum: AUTHENTICATION_CONTEXTS,
    description: 'The authentication context that they reached; one factor when absent.',
  })
  @Omissible()
  @IsIn(AUTHENTICATION_CONTEXTS)
  acr?: string;

  @ApiPropertyOptional({ type: 'integer', default: 0, description: 'Seconds since they did.' })
  @Omissible()
  @IsInt()
  @Min(0)
  @Max(LONGEST)
  age?: number;
}

/** An authorization request as a browser would send it. */
export class ExplainAuthorizationRequest {
  @ApiPropertyOptional({
    type: String,
    maxLength: MAX_TEXT,
    example: 'https://sso.example.com/authorize?response_type=code&client_id=app',
    description: 'The whole address; or parameters.',
  })
  @Omissible()
  @IsString()
  @MaxLength(MAX_TEXT)
  url?: string;

  @ApiPropertyOptional({
    ...PARAMETERS,
    description: 'Name and value, or several values; or url.',
    example: { response_type: 'code', client_id: 'app', scope: 'openid' },
  })
  @Omissible()
  @IsObject()
  parameters?: Record<string, string | string[]>;

  @ApiPropertyOptional({ description: 'The sub of somebody who is thought to be signed in.' })
  @Omissible()
  @IsString()
  @MaxLength(255)
  user?: string;

  @ApiPropertyOptional({
    type: SignedInRequest,
    description: 'How, with user; with one factor and just now when absent.',
  })
  @Type(() => SignedInRequest)
  @Omissible()
  @ValidateNested()
  @IsObject()
  signed_in?: SignedInRequest;
}

/** A token request, without what only its client may have. */
export class ExplainTokenRequest {
  @ApiProperty({ example: 'mB3v0pJ8Qq2kYx1tW9rZaA', description: 'It is taken to be itself.' })
  @IsString()
  @MaxLength(255)
  client_id: string;

  @ApiPropertyOptional({
    ...PARAMETERS,
    description: 'Name and value, or several values, without secrets, codes and tokens.',
    example: { grant_type: 'client_credentials', scope: 'orders:read' },
  })
  @Omissible()
  @IsObject()
  parameters?: Record<string, string | string[]>;
}
