import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsString,
  MaxLength,
} from 'class-validator';
import type { JSONWebKeySet } from 'jose';
import { ExternalId, ExternalIdFilter } from '#platform/changes';
import { Omissible, TakesBack } from '#platform/http';
import { PageRequest, Searched, SortedBy } from '#platform/lists';
import { SUBJECT_MAPPINGS, type SubjectMapping } from '../assertion-issuer.js';
import { AssertionIssuerResponse } from './assertion-issuer.response.js';

/** What may be left out both times. */
export class AssertionIssuerSettings {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { keys: [] },
    description: 'Its public keys (RFC 7517 §5), or else jwks_uri.',
  })
  @Omissible()
  @IsObject()
  jwks?: JSONWebKeySet;

  @ApiPropertyOptional({ example: 'https://partner.example.com/jwks', maxLength: 2000 })
  @Omissible()
  @MaxLength(2000)
  @IsString()
  jwks_uri?: string;

  @ApiPropertyOptional({
    enum: SUBJECT_MAPPINGS,
    default: 'sub',
    description: 'What the sub of its assertions is to us. An e-mail address has to be verified.',
  })
  @Omissible()
  @IsIn(SUBJECT_MAPPINGS)
  subject_mapping?: SubjectMapping;

  @ApiPropertyOptional({
    type: [String],
    example: ['mB3v0pJ8Qq2kYx1tW9rZaA'],
    description: 'The clients that may present its assertions: none when empty.',
  })
  @Omissible()
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsArray()
  client_ids?: string[];

  @ApiPropertyOptional({
    type: [String],
    example: ['photos:read'],
    description: 'The scopes that tokens can get through it.',
  })
  @Omissible()
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsArray()
  scopes?: string[];

  @ApiPropertyOptional({ type: Boolean, default: true })
  @Omissible()
  @IsBoolean()
  enabled?: boolean;

  @ExternalId()
  external_id?: string | null;
}

/** An assertion issuer as an admin registers it. */
export class CreateAssertionIssuerRequest extends AssertionIssuerSettings {
  @ApiProperty({
    example: 'https://partner.example.com',
    description: 'The iss of its assertions. It never changes.',
    maxLength: 512,
  })
  @MaxLength(512)
  @IsString()
  issuer: string;

  @ApiProperty({ example: 'Partner portal', maxLength: 200 })
  @IsString()
  name: string;
}

/** What an admin may change about it. */
@TakesBack(AssertionIssuerResponse)
export class UpdateAssertionIssuerRequest extends AssertionIssuerSettings {
  @ApiPropertyOptional({ example: 'Partner portal', maxLength: 200 })
  @Omissible()
  @IsString()
  name?: string;
}

export class ListAssertionIssuersRequest extends PageRequest {
  @SortedBy('id', 'issuer')
  sort?: string;

  @Searched('Only those whose issuer begins like this.')
  q?: string;

  @ExternalIdFilter()
  external_id?: string;
}
