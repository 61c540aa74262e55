import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import type { AttributesChange } from '#registry/claims';
import { isRecord } from '#platform/settings';
import { Conforms, displayText, Omissible, type TextRule } from '#platform/http';
import * as rules from './claim-rules.js';

/** A claim that is a string, or null to take it away. */
const Claim = (rule: TextRule, example: string, about?: string) => {
  const options: ApiPropertyOptions = { type: String, example };
  return applyDecorators(
    ApiPropertyOptional(about === undefined ? options : { ...options, description: about }),
    IsOptional(),
    Conforms(rule),
  );
};

const isValues = (values: unknown): boolean =>
  values === null ||
  typeof values === 'string' ||
  (Array.isArray(values) && values.every((value) => typeof value === 'string'));

/** Which there are, and what they may be, the settings say: the plan of the change looks. */
const AreAttributes = () =>
  ValidateBy({
    name: 'attributes',
    validator: {
      validate: (value: unknown) => isRecord(value) && Object.values(value).every(isValues),
      defaultMessage: () => 'attributes must be an object of lists of strings, by their names',
    },
  });

/** A postal address (OIDC Core §5.1.1). */
export class AddressMembers {
  @Claim(rules.lines(500), '1 High Street\nSpringfield', 'In full, as on an envelope.')
  formatted?: string | null;

  @Claim(rules.lines(300), '1 High Street')
  street_address?: string | null;

  @Claim(displayText(100), 'Springfield')
  locality?: string | null;

  @Claim(displayText(100), 'Illinois')
  region?: string | null;

  @Claim(displayText(40), '62701')
  postal_code?: string | null;

  @Claim(displayText(100), 'United States')
  country?: string | null;
}

/** The members that tell about a person, under the names of their claims (OIDC Core §5.1). */
export class UserMembers {
  @Claim(rules.email, 'alice@example.com', 'Signs in too. No two users have the same.')
  email?: string | null;

  @ApiPropertyOptional({
    description:
      'False again when the e-mail address changes; true where an admin gives one in a domain of VERIFIED_DOMAINS and does not say.',
  })
  @Omissible()
  @IsBoolean()
  email_verified?: boolean;

  @Claim(displayText(200), 'Alice Example')
  name?: string | null;

  @Claim(displayText(100), 'Alice')
  given_name?: string | null;

  @Claim(displayText(100), 'Example')
  family_name?: string | null;

  @Claim(displayText(100), 'Beth')
  middle_name?: string | null;

  @Claim(displayText(100), 'Ali')
  nickname?: string | null;

  @Claim(rules.webPageError, 'https://example.com/alice')
  profile?: string | null;

  @Claim(rules.webPageError, 'https://example.com/alice.png')
  picture?: string | null;

  @Claim(rules.webPageError, 'https://alice.example.com')
  website?: string | null;

  @Claim(displayText(50), 'female')
  gender?: string | null;

  @Claim(rules.birthdateError, '1990-12-31', 'YYYY-MM-DD or YYYY.')
  birthdate?: string | null;

  @Claim(rules.zoneinfoError, 'Europe/Berlin')
  zoneinfo?: string | null;

  @Claim(rules.localeError, 'en-US')
  locale?: string | null;

  @Claim(rules.phoneNumberError, '+14255550123', 'E.164, with an extension as in RFC 3966.')
  phone_number?: string | null;

  @ApiPropertyOptional({ description: 'False again when the phone number changes.' })
  @Omissible()
  @IsBoolean()
  phone_number_verified?: boolean;

  @ApiPropertyOptional({ type: AddressMembers })
  @Type(() => AddressMembers)
  @IsOptional()
  // The lowest one is checked first.
  @ValidateNested()
  @IsObject()
  address?: AddressMembers | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    example: { department: ['Sales'] },
    description:
      'What /admin/settings/attributes declares besides. Members given replace what is there, null takes one away.',
  })
  @IsOptional()
  @AreAttributes()
  attributes?: AttributesChange | null;

  @ApiPropertyOptional({
    type: [String],
    example: ['editor'],
    description: 'The role admin gives the scopes of the admin API.',
  })
  @Omissible()
  @Conforms(rules.roleError, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(50)
  @IsArray()
  roles?: string[];
}
