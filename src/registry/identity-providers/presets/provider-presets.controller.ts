import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ManagementEndpoint, RequireScope } from '#platform/http';
import { PROVIDER_PRESET_NAMES, providerPreset } from './provider-presets.js';
import { ProviderPresetListResponse, ProviderPresetResponse } from './provider-preset.response.js';

/** As what providers can be registered by one word. */
@ApiTags('identity providers')
@ManagementEndpoint()
@Controller('admin/identity-provider-presets')
export class ProviderPresetsController {
  @RequireScope('identity-providers:read', '/admin')
  @Get()
  @ApiOperation({
    summary: 'List the presets of identity providers',
    description: 'What POST /admin/identity-providers?preset=<name> fills in.',
  })
  @ApiOkResponse({ type: ProviderPresetListResponse })
  @ApiProblems()
  list(): ProviderPresetListResponse {
    const items = PROVIDER_PRESET_NAMES.map(
      (name) => new ProviderPresetResponse(name, providerPreset(name)),
    );
    return { items };
  }
}
