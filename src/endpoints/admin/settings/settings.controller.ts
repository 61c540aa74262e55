import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ManagementEndpoint, RequireScope } from '#platform/http';
import { BRANDING, LANGUAGE_SETTINGS } from '#platform/branding';
import { Mails } from '#platform/mail';
import { Config, type FixedSettings, StartRefused } from '#platform/config';
import {
  settingError,
  Settings,
  SettingsAggregate,
  type SettingsSection,
  valuesOf,
} from '#platform/settings';
import { SIGN_IN } from '#people/sessions';
import { OWN_ACCOUNT, PASSWORDS, SIGN_UP } from '#people/users';
import { LIMITS } from '#platform/throttling';
import { ATTRIBUTES } from '#registry/claims';
import { SECOND_FACTOR } from '#registry/authentication';
import { CLAIMS, REFRESH_TOKENS } from '#tokens';
import { type SectionOverview, SettingsResponse } from './settings.response.js';

/** Every section that admins can change; a line each. */
export const SECTIONS: readonly SettingsSection[] = [
  ATTRIBUTES,
  BRANDING,
  CLAIMS,
  LANGUAGE_SETTINGS,
  LIMITS,
  OWN_ACCOUNT,
  PASSWORDS,
  SIGN_IN,
  SIGN_UP,
  REFRESH_TOKENS,
  SECOND_FACTOR,
];

@ApiTags('settings')
@ManagementEndpoint()
@Controller('admin/settings')
export class SettingsController {
  constructor(
    private readonly aggregate: SettingsAggregate,
    private readonly mails: Mails,
    private readonly settings: Settings,
    { settings: fixed }: Config,
  ) {
    const problems = problemsIn(fixed);
    if (problems.length > 0) throw new StartRefused(problems);
  }

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
    const fixed = this.settings.fixed(section);
    const values = valuesOf(section, { ...set, ...fixed });
    return {
      name: section.name,
      description: section.description,
      version,
      ...(updatedAt === undefined ? {} : { updated_at: updatedAt }),
      ...(updatedBy === undefined ? {} : { updated_by: updatedBy }),
      members: Object.entries(section.members).map(([name, { kind: _kind, ...member }]) => ({
        name,
        value: values[name] ?? member.default,
        ...member,
        ...(Object.hasOwn(fixed, name) ? { read_only: true } : {}),
      })),
    };
  }
}

/** What is wrong with the file that SETTINGS_FILE names. */
function problemsIn(fixed: FixedSettings): string[] {
  return Object.entries(fixed).flatMap(([name, values]) => {
    const members = SECTIONS.find((section) => section.name === name)?.members;
    if (members === undefined) return [`SETTINGS_FILE names no section of the settings: ${name}.`];
    return Object.entries(values).flatMap(([member, value]) => {
      const declared = Object.hasOwn(members, member) ? members[member] : undefined;
      const error = declared === undefined ? 'is no member of it' : settingError(declared, value);
      return error === undefined ? [] : [`SETTINGS_FILE, section ${name}: ${member} ${error}.`];
    });
  });
}
