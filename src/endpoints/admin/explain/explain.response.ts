import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { textOf } from '#platform/refusals';
import { CHECKS, type OAuthError } from '#protocol';
import { FIXES } from '../errors/fixes.js';

const OUTCOMES = ['ok', 'refused', 'not_reached'] as const;
const CLAIMS = { type: 'object', additionalProperties: true } as const;

export class ExplainedStepResponse {
  @ApiProperty({ example: 'redirect-uri' })
  step: string;

  @ApiProperty({ enum: OUTCOMES })
  outcome: (typeof OUTCOMES)[number];
}

/** Why it would be refused. */
export class ExplainedRefusalResponse {
  @ApiProperty({ example: 'invalid_request', description: 'The code that would be answered.' })
  error: string;

  @ApiProperty({ description: 'What would be said with it.' })
  error_description: string;

  @ApiPropertyOptional({ enum: CHECKS })
  check?: string;

  @ApiPropertyOptional({ example: 'RFC 9700 §2.1' })
  spec?: string;

  @ApiPropertyOptional()
  expected?: string;

  @ApiPropertyOptional()
  got?: string;

  @ApiPropertyOptional({ description: 'How to mend what this check refuses.' })
  fix?: string;

  constructor({ code, description, refusal }: OAuthError) {
    this.error = code;
    this.error_description = description;
    if (refusal === undefined) return;
    const { check, spec, expected, got } = refusal;
    Object.assign(this, { check, spec, expected, got: textOf(got), fix: FIXES[check] });
  }
}

export class DroppedScopeResponse {
  @ApiProperty({ example: 'photos:delete' })
  scope: string;

  @ApiProperty({ example: 'There is no such scope.' })
  reason: string;
}

/** What would become of a request. */
export class ExplanationResponse {
  @ApiProperty({ enum: ['granted', 'asked', 'refused', 'needs_more'] })
  outcome: 'granted' | 'asked' | 'refused' | 'needs_more';

  @ApiProperty({ type: [ExplainedStepResponse], description: 'In the order of the endpoint.' })
  steps: ExplainedStepResponse[];

  @ApiPropertyOptional({ type: ExplainedRefusalResponse })
  refused?: ExplainedRefusalResponse;

  @ApiProperty({
    type: [String],
    example: ['login'],
    description:
      'What the person would be asked first; without user that they sign in, and what follows is not known.',
  })
  asked: readonly string[] = [];

  @ApiPropertyOptional({ example: 'openid photos:read', description: 'That would be granted.' })
  scope?: string;

  @ApiPropertyOptional({ type: [DroppedScopeResponse], description: 'That was asked for in vain.' })
  dropped?: readonly DroppedScopeResponse[];

  @ApiPropertyOptional({ ...CLAIMS, description: 'What the ID token would say. It is not signed.' })
  id_token?: Record<string, unknown>;

  @ApiPropertyOptional({ ...CLAIMS, description: 'What userinfo would say.' })
  userinfo?: Record<string, unknown>;

  @ApiPropertyOptional({
    ...CLAIMS,
    description: 'What the access token, or its introspection, would say. It is not signed.',
  })
  access_token?: Record<string, unknown>;

  constructor(steps: readonly string[], passed: number, refused: OAuthError | undefined) {
    this.steps = steps.map((step, index) => ({
      step,
      outcome:
        index < passed
          ? 'ok'
          : index === passed && refused !== undefined
            ? 'refused'
            : 'not_reached',
    }));
    this.outcome = refused === undefined ? 'granted' : 'refused';
    if (refused !== undefined) this.refused = new ExplainedRefusalResponse(refused);
  }
}
