import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Conforms, describedRule, Omissible } from '#platform/http';
import { MAX_URI_LENGTH, webUriError } from '#protocol';
import { CLIENT_PRESET_NAMES, type ClientPresetName } from './client-presets.js';

const url = describedRule({ format: 'uri', maxLength: MAX_URI_LENGTH }, (uri) =>
  webUriError(uri, { allowHttp: true }),
);

/** As what a client is registered, where its metadata do not say. */
export class PresetRequest {
  @ApiPropertyOptional({
    enum: CLIENT_PRESET_NAMES,
    description:
      'Fills in what the body leaves out, see GET /admin/client-presets; the answer says what to write into the settings of the program.',
  })
  @Omissible()
  @IsIn(CLIENT_PRESET_NAMES)
  preset?: ClientPresetName;

  @ApiPropertyOptional({
    description: 'Where the program is at home: the preset makes the redirect URIs of it.',
  })
  @Omissible()
  @Conforms(url)
  url?: string;
}
