import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsString, MaxLength } from 'class-validator';
import { Omissible } from '#platform/http';
import type { Configuration } from './document.js';

/** A document, and what is to be done with what is not in it. */
export class PlanConfigurationRequest {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { groups: { payroll: { name: 'payroll' } } },
    description:
      'By kind (groups, resource_servers, identity_providers, clients, roles, assertion_issuers, webhooks) and external_id, and settings by section. References are external ids too.',
  })
  @IsObject()
  configuration: Configuration;

  @ApiPropertyOptional({
    default: false,
    description: 'True deletes what has an external_id and is not in the document. Never people.',
  })
  @Omissible()
  @IsBoolean()
  prune?: boolean;
}

export class ApplyConfigurationRequest extends PlanConfigurationRequest {
  @ApiProperty({ description: '`plan` of the plan that was looked at.' })
  @MaxLength(64)
  @IsString()
  plan: string;
}
