import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, ArrayUnique, IsArray, IsIn, IsString, MaxLength } from 'class-validator';
import { Omissible } from '#platform/http';
import { CLAIM_SOURCES } from '#protocol';
import { CUSTOM_CLAIM_PLACES, type CustomClaim } from './custom-claim.js';

/** A claim that an API is told under a name of its own. */
export class ApiClaimRequest {
  @ApiProperty({
    example: 'https://grafana.example/role',
    maxLength: 128,
    description: 'Not one that means something already (OIDC Core §5.1, RFC 7519 §4.1).',
  })
  @MaxLength(128)
  @IsString()
  claim: string;

  @ApiPropertyOptional({
    type: String,
    example: 'user.email',
    description: `Where it comes from: ${CLAIM_SOURCES.join(', ')}, or attributes.<name> for one that the settings declare. It is told where the scope was granted that opens that, which is profile for attributes. Or else value.`,
  })
  @Omissible()
  @IsString()
  @MaxLength(100)
  from?: string;

  @ApiPropertyOptional({
    oneOf: [
      { type: 'string' },
      { type: 'number' },
      { type: 'boolean' },
      { type: 'array', items: {} },
    ],
    description: 'What it always is: a string, a number, a truth value, or a list of them.',
  })
  @Omissible()
  @Allow()
  value?: unknown;
}

/** A claim that a client is told under a name of its own. */
export class CustomClaimRequest extends ApiClaimRequest implements CustomClaim {
  @ApiPropertyOptional({ enum: CUSTOM_CLAIM_PLACES, isArray: true, description: 'Both if absent.' })
  @Omissible()
  @ArrayUnique()
  @IsIn(CUSTOM_CLAIM_PLACES, { each: true })
  @IsArray()
  in?: (typeof CUSTOM_CLAIM_PLACES)[number][];
}
