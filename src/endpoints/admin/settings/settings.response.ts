import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { SettingValue } from '#platform/settings';

const VALUE = {
  oneOf: [
    { type: 'integer' },
    { type: 'string' },
    { type: 'array', items: { type: 'string' } },
    {
      type: 'object',
      additionalProperties: {
        oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: { type: 'string' } }],
      },
    },
  ],
};

export class MemberOverview {
  @ApiProperty({ example: 'registrations_per_hour' })
  name: string;

  @ApiProperty({ ...VALUE, description: 'What is in force.', example: 20 })
  value: SettingValue;

  @ApiProperty({ ...VALUE, description: 'What is in force unless it is set.', example: 20 })
  default: SettingValue;

  @ApiPropertyOptional({ type: 'integer', example: 1, description: 'Of a number.' })
  minimum?: number;

  @ApiPropertyOptional({
    type: 'integer',
    example: 100_000,
    description:
      'Of a number; of names and of a list, how many there may be; of a text, its characters.',
  })
  maximum?: number;

  @ApiPropertyOptional({ type: [String], description: 'Of a word: those that there are.' })
  choices?: readonly string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description:
      'Of names that are declared: what each is like, the first of these unless it is said.',
  })
  properties?: Readonly<Record<string, readonly string[]>>;

  @ApiPropertyOptional({
    example: 'name',
    description: 'Of a text, or of each in a list: what it has to be like.',
  })
  format?: string;

  @ApiPropertyOptional({ example: 'registrations an hour', description: 'Of a number.' })
  unit?: string;

  @ApiPropertyOptional({ description: 'That SETTINGS_FILE says it, and nobody else changes it.' })
  read_only?: boolean;

  @ApiProperty({ example: 'Clients registered without a token from one address.' })
  meaning: string;

  @ApiProperty({ description: 'Who uses it up.', example: 'the address' })
  whose: string;

  @ApiProperty({ description: 'What lets them go on.', example: 'the next hour' })
  opens: string;
}

export class SectionOverview {
  @ApiProperty({ description: 'Where it is changed: PATCH /admin/settings/<name>.' })
  name: string;

  @ApiProperty()
  description: string;

  @ApiProperty({ type: 'integer', description: '0 before anything was set.' })
  version: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Seconds since the epoch.' })
  updated_at?: number;

  @ApiPropertyOptional({ description: 'The sub or client_id of whoever changed it last.' })
  updated_by?: string;

  @ApiProperty({ type: [MemberOverview] })
  members: MemberOverview[];
}

/** What the environment says about mail. */
export class MailOverview {
  @ApiProperty({
    enum: ['smtp', 'files', 'off'],
    description:
      'off: there is no SMTP_URL, and so no forgotten password, no invitation and no notice. files: the same on a localhost issuer, where they lie in DATA_DIR/mail.',
  })
  way: string;

  @ApiPropertyOptional({ example: 'sso@example.com', description: 'Whom mail is from.' })
  from?: string;
}

export class SettingsResponse {
  @ApiProperty({ type: MailOverview })
  mail: MailOverview;

  @ApiProperty({ type: [SectionOverview] })
  items: SectionOverview[];
}
