import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ManagementEndpoint, RequireScope, WithinReach } from '#platform/http';
import { CLIENT_PRESET_NAMES, clientPreset } from './client-presets.js';
import { ClientPresetListResponse } from './client-preset.response.js';

/** As what clients can be registered by one word. */
@ApiTags('clients')
@ManagementEndpoint()
@Controller('admin/client-presets')
export class ClientPresetsController {
  @RequireScope('clients:read', '/admin')
  @WithinReach('clients')
  @Get()
  @ApiOperation({
    summary: 'List the presets of clients',
    description: 'What POST /admin/clients?preset=<name> fills in.',
  })
  @ApiOkResponse({ type: ClientPresetListResponse })
  @ApiProblems()
  list(): ClientPresetListResponse {
    return { items: CLIENT_PRESET_NAMES.map((name) => ({ name, ...clientPreset(name) })) };
  }
}
