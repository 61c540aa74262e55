import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { Conforms, describedRule, Omissible } from '#platform/http';
import { PageRequest, SortedBy } from '#platform/lists';
import {
  LINT_PROFILES,
  LINT_SEVERITIES,
  type LintProfile,
  type LintSeverity,
} from './lint-rule.js';
import { LINT_RULES } from './rules/index.js';

const RULES = LINT_RULES.map(({ name }) => name);

// Not by an enumeration: it would name what an operator has not switched on.
const ruleName = describedRule({ minLength: 1, maxLength: 64 }, (name) =>
  RULES.includes(name) ? undefined : `There is no such rule. There are: ${RULES.join(', ')}.`,
);

export class LintRequest {
  @ApiPropertyOptional({
    enum: LINT_PROFILES,
    description:
      'Only what this profile asks for: OAuth 2.1, RFC 9700, RFC 10017, good housekeeping.',
  })
  @Omissible()
  @IsIn(LINT_PROFILES)
  profile?: LintProfile;

  @ApiPropertyOptional({ enum: LINT_SEVERITIES, description: 'This and what weighs more.' })
  @Omissible()
  @IsIn(LINT_SEVERITIES)
  severity?: LintSeverity;
}

export class LintAllRequest extends PageRequest {
  @SortedBy('client_id')
  sort?: string;

  @ApiPropertyOptional({
    enum: LINT_PROFILES,
    description:
      'Only what this profile asks for: OAuth 2.1, RFC 9700, RFC 10017, good housekeeping.',
  })
  @Omissible()
  @IsIn(LINT_PROFILES)
  profile?: LintProfile;

  @ApiPropertyOptional({ enum: LINT_SEVERITIES, description: 'This and what weighs more.' })
  @Omissible()
  @IsIn(LINT_SEVERITIES)
  severity?: LintSeverity;
}

export class FixClientRequest {
  @ApiProperty({
    type: [String],
    example: ['pkce-optional'],
    description: 'The rules of the findings that are to be mended.',
  })
  @Conforms(ruleName, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @IsArray()
  rules: string[];
}
