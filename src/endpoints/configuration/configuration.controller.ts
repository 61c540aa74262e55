import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuthorOf, type CallingAuthor } from '#platform/changes';
import {
  ApiProblems,
  type Caller,
  CallerOf,
  DANGEROUS,
  ManagementEndpoint,
  RequireScope,
} from '#platform/http';
import { Applications } from './applications.js';
import { ApplyConfigurationRequest, PlanConfigurationRequest } from './configuration.request.js';
import {
  AppliedConfigurationResponse,
  ConfigurationPlanResponse,
  ConfigurationResponse,
} from './configuration.response.js';
import { Configurator } from './configurator.js';
import { CurrentConfiguration } from './current-configuration.js';

const EXAMPLES = {
  'a group': { value: { configuration: { groups: { accounting: { name: 'accounting' } } } } },
};

@ApiTags('configuration')
@ManagementEndpoint()
@Controller('admin/config')
export class ConfigurationController {
  constructor(
    private readonly current: CurrentConfiguration,
    private readonly configurator: Configurator,
    private readonly applications: Applications,
  ) {}

  @RequireScope('settings:read', '/admin')
  @Get()
  @ApiOperation({
    summary: 'Export the configuration',
    description:
      'As one document, without secrets: the same for the same configuration. Needs the scopes by which each kind is read.',
  })
  @ApiOkResponse({ type: ConfigurationResponse })
  @ApiProblems()
  async read(@CallerOf() caller: Caller): Promise<ConfigurationResponse> {
    const { configuration } = await this.current.read(caller);
    return { configuration };
  }

  @RequireScope('settings:write', '/admin')
  @Post('plan')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Say what a configuration would change',
    description:
      'Checks all of it by rehearsing the operations that would be called. Needs the scopes of these.',
  })
  @ApiBody({ type: PlanConfigurationRequest, examples: EXAMPLES })
  @ApiOkResponse({ type: ConfigurationPlanResponse })
  @ApiProblems()
  async plan(
    @Body() { configuration, prune = false }: PlanConfigurationRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<ConfigurationPlanResponse> {
    return new ConfigurationPlanResponse(
      await this.configurator.plan({ configuration, prune }, author),
    );
  }

  @RequireScope('settings:write', '/admin', DANGEROUS)
  @Post('apply')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Apply a configuration that was planned',
    description:
      'Step by step, in the order of the plan; at the first that cannot be it stops, and tells what is done. Applying again goes on. 412 where something changed since the plan.',
  })
  @ApiBody({ type: ApplyConfigurationRequest, examples: withPlan(EXAMPLES) })
  @ApiOkResponse({ type: AppliedConfigurationResponse })
  @ApiProblems(409, 412)
  async apply(
    @Body() { configuration, prune = false, plan }: ApplyConfigurationRequest,
    @AuthorOf() author: CallingAuthor,
  ): Promise<AppliedConfigurationResponse> {
    const applied = await this.applications.apply({ configuration, prune }, plan, author);
    return new AppliedConfigurationResponse(applied);
  }
}

function withPlan({ 'a group': one }: typeof EXAMPLES) {
  return { 'a group': { value: { ...one.value, plan: 'pX0Jv3m2QyqB1t9cE7d4kw' } } };
}
