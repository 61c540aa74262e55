import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Conforms, describedRule, Omissible } from '#platform/http';
import { MAX_URI_LENGTH, webUriError } from '#protocol';
import { PROVIDER_PRESET_NAMES, type ProviderPresetName } from './provider-presets.js';

const url = describedRule({ format: 'uri', maxLength: MAX_URI_LENGTH }, (uri) =>
  webUriError(uri, { allowHttp: true }),
);

const tenant = describedRule({ pattern: '^[A-Za-z0-9.-]{1,253}$' }, (text) =>
  /^[A-Za-z0-9.-]{1,253}$/.test(text) ? undefined : 'A tenant is its id.',
);

/** As what a provider is registered, where its body does not say. */
export class ProviderPresetRequest {
  @ApiPropertyOptional({
    enum: PROVIDER_PRESET_NAMES,
    description: 'Fills in what the body leaves out, see GET /admin/identity-provider-presets.',
  })
  @Omissible()
  @IsIn(PROVIDER_PRESET_NAMES)
  preset?: ProviderPresetName;

  @ApiPropertyOptional({
    description: 'Where the provider is at home, for presets that have to know.',
  })
  @Omissible()
  @Conforms(url)
  url?: string;

  @ApiPropertyOptional({
    description: 'Whose Microsoft Entra it is: the id of one tenant.',
  })
  @Omissible()
  @Conforms(tenant)
  tenant?: string;
}
