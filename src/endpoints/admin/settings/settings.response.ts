import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class MemberOverview {
  @ApiProperty({ example: 'registrations_per_hour' })
  name: string;

  @ApiProperty({ type: 'integer', description: 'What is in force.', example: 20 })
  value: number;

  @ApiProperty({ type: 'integer', description: 'What is in force unless it is set.', example: 20 })
  default: number;

  @ApiProperty({ type: 'integer', example: 1 })
  minimum: number;

  @ApiProperty({ type: 'integer', example: 100_000 })
  maximum: number;

  @ApiProperty({ example: 'registrations an hour' })
  unit: string;

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

export class SettingsResponse {
  @ApiProperty({ type: [SectionOverview] })
  items: SectionOverview[];
}
