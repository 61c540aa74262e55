import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Applied } from './applications.js';
import type { Plan, Step } from './configurator.js';
import type { Configuration } from './document.js';

export class ConfigurationStepResponse {
  @ApiProperty({ enum: ['create', 'change', 'delete'] })
  action: Step['action'];

  @ApiProperty({ example: 'clients' })
  kind: string;

  @ApiProperty({ example: 'photos-production', description: 'Its external_id.' })
  name: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'The members that change, each with `from` and `to`.',
  })
  members?: object;

  constructor({ action, kind, name, members }: Step) {
    this.action = action;
    this.kind = kind;
    this.name = name;
    if (members !== undefined) this.members = members as object;
  }
}

export class ConfigurationPlanResponse {
  @ApiProperty({ description: 'Names the plan: send it with what is to be applied.' })
  plan: string;

  @ApiProperty({ type: [ConfigurationStepResponse], description: 'None: nothing would change.' })
  steps: ConfigurationStepResponse[];

  constructor({ plan, steps }: Plan) {
    this.plan = plan;
    this.steps = steps.map((step) => new ConfigurationStepResponse(step));
  }
}

export class AppliedConfigurationResponse {
  @ApiProperty({ description: 'In the facts of each event that came of it.' })
  change_id: string;

  @ApiProperty({ type: [ConfigurationStepResponse] })
  done: ConfigurationStepResponse[];

  constructor({ change_id, done }: Applied) {
    this.change_id = change_id;
    this.done = done.map((step) => new ConfigurationStepResponse(step));
  }
}

export class ConfigurationResponse {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What has an external_id, by kind and external_id, and settings that are set.',
  })
  configuration: Configuration;
}
