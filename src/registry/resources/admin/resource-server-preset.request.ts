import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Omissible } from '#platform/http';
import {
  RESOURCE_SERVER_PRESET_NAMES,
  type ResourceServerPresetName,
  resourceServerPreset,
} from './resource-server-presets.js';

const meanings = RESOURCE_SERVER_PRESET_NAMES.map(
  (name) => `${name}: ${resourceServerPreset(name).summary}`,
).join('; ');

/** What an API is written with. */
export class ResourceServerPresetRequest {
  @ApiPropertyOptional({
    enum: RESOURCE_SERVER_PRESET_NAMES,
    description: `Fills in what the body leaves out, and the answer says what to write there. ${meanings}.`,
  })
  @Omissible()
  @IsIn(RESOURCE_SERVER_PRESET_NAMES)
  preset?: ResourceServerPresetName;
}
