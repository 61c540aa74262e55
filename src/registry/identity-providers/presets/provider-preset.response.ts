import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PROVIDER_PRESET_NAMES, type ProviderPreset } from './provider-presets.js';

export class ProviderPresetResponse {
  @ApiProperty({ enum: PROVIDER_PRESET_NAMES })
  preset: string;

  @ApiProperty()
  summary: string;

  @ApiProperty({ description: 'What the button says, unless the body does.' })
  name: string;

  @ApiPropertyOptional({
    description: 'Where it is; {url} and {tenant} are the parameters of these names.',
  })
  issuer?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  endpoints?: object;

  @ApiPropertyOptional({ description: 'The url where none is given.' })
  url?: string;

  @ApiProperty({ type: [String] })
  scopes: readonly string[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  claims: object;

  @ApiPropertyOptional()
  groups_claim?: string;

  constructor(preset: string, it: ProviderPreset) {
    this.preset = preset;
    this.summary = it.summary;
    this.name = it.name;
    if (it.issuer !== undefined) this.issuer = it.issuer;
    if (it.endpoints !== undefined) this.endpoints = it.endpoints;
    if (it.url !== undefined) this.url = it.url;
    this.scopes = it.scopes;
    this.claims = it.claims;
    if (it.groupsClaim !== undefined) this.groups_claim = it.groupsClaim;
  }
}

export class ProviderPresetListResponse {
  @ApiProperty({ type: [ProviderPresetResponse] })
  items: ProviderPresetResponse[];
}
