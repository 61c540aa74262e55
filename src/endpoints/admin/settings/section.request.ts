import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import {
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import {
  settingError,
  type SettingMember,
  type SettingsChange,
  type SettingsSection,
} from '#platform/settings';

const wordsOf = (member: SettingMember): string =>
  member.kind === undefined || member.kind === 'number'
    ? `${member.meaning} ${String(member.default)} ${member.unit} unless set.`
    : member.meaning;

/** The members of a section with their bounds: what may be sent. */
export function sectionRequest(section: SettingsSection): Type<SettingsChange> {
  @ApiSchema({ name: `${titleOf(section)}Request` })
  class SectionRequest {}
  for (const [name, member] of Object.entries(section.members)) {
    const description = `${wordsOf(member)} Null brings that back.`;
    const schema = declared(member, { nullable: true, description });
    for (const decorate of [IsOptional(), ...rulesOf(member), schema]) {
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
    const description = wordsOf(member);
    declared(member, { description }, ApiProperty)(SectionResponse.prototype, name);
  }
  return SectionResponse;
}

function declared(
  member: SettingMember,
  words: { readonly description: string; readonly nullable?: boolean },
  decorate = ApiPropertyOptional,
): PropertyDecorator {
  switch (member.kind) {
    case 'choice':
      return decorate({ type: 'string', enum: [...member.choices], ...words });
    case 'aliases': {
      const additionalProperties = { type: 'string', enum: [...member.choices] };
      return decorate({
        ...{ type: 'object', maxProperties: member.maximum, additionalProperties },
        ...words,
      });
    }
    case 'declarations': {
      const properties = Object.entries(member.properties).map(([name, choices]) => [
        name,
        {
          ...{ type: 'string', enum: [...choices] },
          description: `${choices[0]} unless it is said.`,
        },
      ]);
      const one = { properties: Object.fromEntries(properties) as Record<string, object> };
      return decorate({
        ...{ type: 'object', maxProperties: member.maximum },
        additionalProperties: { type: 'object', additionalProperties: false, ...one },
        ...words,
      });
    }
    case 'list':
      return decorate({
        ...{ type: 'array', items: { type: 'string' }, maxItems: member.maximum },
        ...{ uniqueItems: true, ...words },
      });
    case 'text':
      return decorate({ type: 'string', maxLength: member.maximum, ...words });
    default: {
      const { minimum, maximum } = member;
      return decorate({ type: 'integer', minimum, maximum, ...words });
    }
  }
}

function rulesOf(member: SettingMember): PropertyDecorator[] {
  switch (member.kind) {
    case 'choice':
      return [IsIn(member.choices)];
    case 'aliases':
    case 'declarations':
      return [IsObject(), Fits(member)];
    case 'list':
      return [IsArray(), Fits(member)];
    case 'text':
      return [IsString(), Fits(member)];
    default:
      return [IsInt(), Min(member.minimum), Max(member.maximum)];
  }
}

/** What class-validator has no words for. */
const Fits = (member: SettingMember): PropertyDecorator =>
  ValidateBy({
    name: 'fits',
    validator: {
      // Null takes a name away (RFC 7396).
      validate: (value: unknown) => settingError(member, withoutNulls(value)) === undefined,
      defaultMessage: (about) =>
        `${about?.property ?? ''} ${settingError(member, withoutNulls(about?.value)) ?? ''}`,
    },
  });

const withoutNulls = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null))
    : value;

/** `refresh-tokens` -> `RefreshTokensSettings` */
function titleOf({ name }: SettingsSection): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Settings`;
}
