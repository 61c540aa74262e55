import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ManagementEndpoint, RequireScope } from '#platform/http';
import { Mails } from '#platform/mail';
import { SettingsAggregate, type SettingsSection, valuesOf } from '#platform/settings';
import { PASSWORDS } from '#people/users';
import { LIMITS } from '#platform/throttling';
import { CLAIMS, REFRESH_TOKENS } from '#tokens';
import { type SectionOverview, SettingsResponse } from './settings.response.js';

/** Every section that admins can change; a line each. */
export const SECTIONS: readonly SettingsSection[] = [CLAIMS, LIMITS, PASSWORDS, REFRESH_TOKENS];

@ApiTags('settings')
@ManagementEndpoint()
@Controller('admin/settings')
export class SettingsController {
  constructor(
    private readonly aggregate: SettingsAggregate,
    private readonly mails: Mails,
  ) {}

  @RequireScope('settings:read', '/admin')
  @Get()
  @ApiOperation({
    summary: 'List the settings',
    description:
      'Each member with its value, default, bounds and meaning, whose it is and what opens it.',
  })
  @ApiOkResponse({ type: SettingsResponse })
  @ApiProblems()
  async list(): Promise<SettingsResponse> {
    const { way, from, on } = this.mails;
    return {
      mail: { way, ...(on ? { from } : {}) },
      items: await Promise.all(SECTIONS.map((section) => this.overview(section))),
    };
  }

  private async overview(section: SettingsSection): Promise<SectionOverview> {
    const { set, version, updatedAt, updatedBy } = await this.aggregate.find(section.name);
    const values = valuesOf(section, set);
    return {
      name: section.name,
      description: section.description,
      version,
      ...(updatedAt === undefined ? {} : { updated_at: updatedAt }),
      ...(updatedBy === undefined ? {} : { updated_by: updatedBy }),
      members: Object.entries(section.members).map(([name, member]) => ({
        name,
        value: values[name] ?? member.default,
        ...member,
      })),
    };
  }
}
