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
    example: 'ada',
    description: 'The name that the person signs in with: for the API, and with the scope profile.',
  })
  username?: string;

  @ApiPropertyOptional({ example: 'ada', description: 'With the scope profile.' })
  preferred_username?: string;

  @ApiPropertyOptional({ example: 'Ada Example', description: 'With the scope profile.' })
  name?: string;

  @ApiPropertyOptional({ example: 'ada@example.com', description: 'With the scope email.' })
  email?: string;

  @ApiPropertyOptional({ description: 'With the scope email.' })
  email_verified?: boolean;

  @ApiPropertyOptional({ type: [String], description: 'With the scope groups.' })
  groups?: string[];

  @ApiPropertyOptional({ type: [String], description: 'With the scope roles.' })
  roles?: string[];

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
    type: 'integer',
    description: 'When the person proved who they are (RFC 9470 §6.2).',
  })
  auth_time?: number;

  @ApiPropertyOptional({
    example: 'https://refeds.org/profile/mfa',
    description: 'How strongly the person proved it.',
  })
  acr?: string;

  @ApiPropertyOptional({
    type: [String],
    example: ['pwd', 'otp', 'mfa'],
    description: 'By what (RFC 8176).',
  })
  amr?: readonly string[];

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
