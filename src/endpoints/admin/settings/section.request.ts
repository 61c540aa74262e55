import type { Type } from '@nestjs/common';
import { ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { SettingMember, SettingsChange, SettingsSection } from '#platform/settings';

const wordsOf = ({ meaning, unit, default: usual }: SettingMember) =>
  `${meaning} ${String(usual)} ${unit} unless set.`;

/** The members of a section with their bounds: what may be sent. */
export function sectionRequest(section: SettingsSection): Type<SettingsChange> {
  @ApiSchema({ name: `${titleOf(section)}Request` })
  class SectionRequest {}
  for (const [name, member] of Object.entries(section.members)) {
    const { minimum, maximum } = member;
    const description = `${wordsOf(member)} Null brings that back.`;
    for (const decorate of [
      IsOptional(),
      IsInt(),
      Min(minimum),
      Max(maximum),
      ApiPropertyOptional({ type: 'integer', nullable: true, minimum, maximum, description }),
    ]) {
      decorate(SectionRequest.prototype, name);
    }
  }
  return SectionRequest;
}

/** What is in force. */
export function sectionResponse(section: SettingsSection): Type {
  @ApiSchema({ name: `${titleOf(section)}Response` })
  class SectionResponse {}
  for (const [name, member] of Object.entries(section.members)) {
    const { minimum, maximum } = member;
    const options = { type: 'integer', minimum, maximum, description: wordsOf(member) } as const;
    ApiPropertyOptional({ ...options, required: true })(SectionResponse.prototype, name);
  }
  return SectionResponse;
}

/** `refresh-tokens` -> `RefreshTokensSettings` */
function titleOf({ name }: SettingsSection): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Settings`;
}
