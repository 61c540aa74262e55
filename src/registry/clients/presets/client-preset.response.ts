import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ClientMetadataInput } from '../metadata/client-metadata.js';
import { CLIENT_PRESET_NAMES } from './client-presets.js';

export class ClientPresetResponse {
  @ApiProperty({ enum: CLIENT_PRESET_NAMES })
  name: string;

  @ApiProperty()
  summary: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The metadata that it fills in.',
  })
  metadata: ClientMetadataInput;

  @ApiPropertyOptional({
    type: [String],
    description: 'The redirect URIs that it fills in; {url} is the parameter url.',
  })
  redirect_uris?: readonly string[];

  @ApiPropertyOptional({ description: 'Such a url.' })
  url?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What the answer tells to write into the settings of the program.',
  })
  settings?: Readonly<Record<string, string>>;
}

export class ClientPresetListResponse {
  @ApiProperty({ type: [ClientPresetResponse] })
  items: ClientPresetResponse[];
}
