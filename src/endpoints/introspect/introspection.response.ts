import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Actor, MayAct } from '#tokens';

/**
 * The introspection response (RFC 7662 §2.2). Nothing but `active: false` for a token that is not good,
 * whatever the reason.
 */
export class IntrospectionResponse {
  @ApiProperty()
  active: boolean;

  @ApiPropertyOptional({ example: 'photos:read' })
  scope?: string;

  @ApiPropertyOptional()
  client_id?: string;

  @ApiPropertyOptional({ description: 'The user; the client itself when it acts for nobody.' })
  sub?: string;

  @ApiPropertyOptional({
    oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
  })
  aud?: string | string[];

  @ApiPropertyOptional()
  iss?: string;

  @ApiPropertyOptional({ type: 'integer' })
  exp?: number;

  @ApiPropertyOptional({ type: 'integer' })
  iat?: number;

  @ApiPropertyOptional()
  jti?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { sub: 'mB3v0pJ8Qq2kYx1tW9rZaA' },
    description: 'Who acts for the subject, and in `act` within who did so before (RFC 8693 §4.1).',
  })
  act?: Actor;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { sub: 'mB3v0pJ8Qq2kYx1tW9rZaA' },
    description: 'The one party that may act for the subject (RFC 8693 §4.4).',
  })
  may_act?: MayAct;

  @ApiPropertyOptional({ example: 'Bearer' })
  token_type?: string;
}
