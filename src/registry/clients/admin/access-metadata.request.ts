import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { Conforms, displayText, Omissible } from '#platform/http';
import { GROUPS_FILTERS, type GroupsFilter, SEVERAL_FACTORS } from '#protocol';
import { MAX_ACR } from '#registry/authentication';
import type { GroupsClaim } from '../metadata/client-metadata.js';
import { CustomClaimRequest, MAX_CUSTOM_CLAIMS } from '#registry/claims';
import { MAX_VALUES } from '../metadata/limits.js';
import { TokenExchangeMetadataRequest } from './token-exchange-metadata.request.js';

/** Limit: characters of a prefix by which groups are told. */
const MAX_PREFIX = 100;

export class GroupsClaimRequest implements GroupsClaim {
  @ApiProperty({
    enum: GROUPS_FILTERS,
    description:
      'All groups, those that the client has to do with (allowed_groups), or those whose name begins with prefix.',
  })
  @IsIn(GROUPS_FILTERS)
  filter: GroupsFilter;

  @ApiPropertyOptional({ type: String, example: 'app-', description: 'With the filter prefix.' })
  @Omissible()
  @Conforms(displayText(MAX_PREFIX))
  prefix?: string;
}

/** The part of a client's metadata that is about whom it lets in, and what it is told of them. */
export class AccessMetadataRequest extends TokenExchangeMetadataRequest {
  @ApiPropertyOptional({
    maxLength: MAX_ACR,
    example: SEVERAL_FACTORS,
    description:
      'The weakest authentication context with which people sign in to the client, by one of its names; acr_values raises it and lowers nothing. Who cannot reach it yet sets up what it takes. Any when absent.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_ACR)
  require_acr?: string;

  @ApiPropertyOptional({
    example: false,
    description:
      'Whether a browser that a person trusts (settings sign-in) stands in for the second factor that their groups ask for, at this client. Not for what the client, an API, a request or the settings ask for, and not for phr. No when absent.',
  })
  @IsOptional()
  @IsBoolean()
  accept_trusted_browsers?: boolean;

  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    maxItems: MAX_VALUES,
    example: ['pX0Jv3m2QyqB1t9cE7d4kw'],
    description:
      'The groups, by id, whose people the client lets in; nobody else signs in to it, and whoever leaves them is out at once. Everybody when absent.',
  })
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  allowed_groups?: string[];

  @ApiPropertyOptional({
    type: [String],
    maxItems: MAX_VALUES,
    example: [],
    description:
      'Who looks after the client besides admins, with the role client-owner: people by sub, groups by id.',
  })
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(MAX_VALUES)
  @MaxLength(255, { each: true })
  @IsString({ each: true })
  owners?: string[];

  @ApiPropertyOptional({
    type: GroupsClaimRequest,
    description:
      "Which of people's groups the scope groups tells the client: all when absent, and for a client that registers itself those that it has to do with.",
  })
  @Type(() => GroupsClaimRequest)
  @IsOptional()
  @ValidateNested()
  @IsObject()
  groups_claim?: GroupsClaimRequest;

  @ApiPropertyOptional({
    type: [CustomClaimRequest],
    maxItems: MAX_CUSTOM_CLAIMS,
    description:
      'What ID tokens and userinfo tell the client under names of its own, for a program that knows no others.',
  })
  @Type(() => CustomClaimRequest)
  @IsOptional()
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @IsArray()
  claims?: CustomClaimRequest[];
}
