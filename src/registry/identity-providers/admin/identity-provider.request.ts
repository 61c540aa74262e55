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
import { ExternalId, ExternalIdFilter } from '#platform/changes';
import { Conforms, describedRule, displayText, Omissible, TakesBack } from '#platform/http';
import { PageRequest, Searched, SortedBy } from '#platform/lists';
import {
  CLAIM_SYNCS,
  type ClaimSync,
  type MappedMember,
  PROVIDER_AUTH_METHODS,
  type ProviderAuthMethod,
  type Provisioning,
  PROVISIONINGS,
} from '../identity-provider.js';
import { IdentityProviderResponse } from './identity-provider.response.js';

/** Limit: characters of the name of an identity provider. */
const MAX_NAME = 100;

const ID = '^[a-z][a-z0-9-]{0,63}$';
const id = describedRule({ pattern: ID }, (text) =>
  new RegExp(ID).test(text)
    ? undefined
    : 'An id begins with a letter and has lower-case letters, digits and hyphens, 64 at most.',
);

/** Each member of a person, and the name of the claim that it is taken from. */
export class ProviderClaimsRequest implements Partial<Record<MappedMember, string>> {
  @ApiPropertyOptional({ example: 'preferred_username' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  username?: string;

  @ApiPropertyOptional({ example: 'email' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  email?: string;

  @ApiPropertyOptional({
    example: 'email_verified',
    description: 'What says that the address is the person’s; without, none is taken for theirs.',
  })
  @Omissible()
  @MaxLength(128)
  @IsString()
  email_verified?: string;

  @ApiPropertyOptional({ example: 'name' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  name?: string;

  @ApiPropertyOptional({ example: 'given_name' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  given_name?: string;

  @ApiPropertyOptional({ example: 'family_name' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  family_name?: string;

  @ApiPropertyOptional({ example: 'nickname' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  nickname?: string;

  @ApiPropertyOptional({ example: 'picture' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  picture?: string;

  @ApiPropertyOptional({ example: 'website' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  website?: string;

  @ApiPropertyOptional({ example: 'locale' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  locale?: string;

  @ApiPropertyOptional({ example: 'zoneinfo' })
  @Omissible()
  @MaxLength(128)
  @IsString()
  zoneinfo?: string;
}

/** What may be left out both times. */
export class IdentityProviderSettings {
  @ApiPropertyOptional({
    maxLength: 1000,
    description: 'Our secret there. It is stored sealed and never shown.',
  })
  @Omissible()
  @MaxLength(1000)
  @IsString()
  client_secret?: string;

  @ApiPropertyOptional({ enum: PROVIDER_AUTH_METHODS, default: 'client_secret_basic' })
  @Omissible()
  @IsIn(PROVIDER_AUTH_METHODS)
  token_endpoint_auth_method?: ProviderAuthMethod;

  @ApiPropertyOptional({
    type: [String],
    maxItems: 20,
    example: ['openid', 'profile', 'email'],
    description: 'What is asked for there.',
  })
  @Omissible()
  @ArrayUnique()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @IsArray()
  scopes?: string[];

  @ApiPropertyOptional({
    type: [String],
    maxItems: 100,
    example: ['corp.example'],
    description: 'Domains of mail whose people are at home there; each is that of one provider.',
  })
  @Omissible()
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @IsArray()
  domains?: string[];

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description:
      'It is the enterprise’s own: who has no password here and a verified address in its domains is linked without being asked. Never an admin.',
  })
  @Omissible()
  @IsBoolean()
  owns_domains?: boolean;

  @ApiPropertyOptional({
    enum: PROVISIONINGS,
    default: 'invited',
    description:
      'Who gets an account by signing in there: nobody; who was invited to the verified address; everybody.',
  })
  @Omissible()
  @IsIn(PROVISIONINGS)
  provisioning?: Provisioning;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description:
      'Believe amr: who used two factors there is asked for none here, and amr tells what they used.',
  })
  @Omissible()
  @IsBoolean()
  trust_amr?: boolean;

  @ApiPropertyOptional({
    type: ProviderClaimsRequest,
    description: 'What of a person comes from which claim. Roles never do.',
  })
  @Type(() => ProviderClaimsRequest)
  @Omissible()
  @ValidateNested()
  @IsObject()
  claims?: ProviderClaimsRequest;

  @ApiPropertyOptional({
    enum: CLAIM_SYNCS,
    default: 'first',
    description: 'Whether they are taken over at the first sign-in, or at each.',
  })
  @Omissible()
  @IsIn(CLAIM_SYNCS)
  sync?: ClaimSync;

  @ApiPropertyOptional({
    example: 'groups',
    maxLength: 128,
    nullable: true,
    description: 'The claim that holds the names of the person’s groups there.',
  })
  @IsOptional()
  @MaxLength(128)
  @IsString()
  groups_claim?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: {},
    description:
      'Our groups, by their ids, for those there, by their names. Who is in one of theirs is in ours at each sign-in; memberships that admins gave stay.',
  })
  @Omissible()
  @IsObject()
  groups?: Record<string, string>;

  @ApiPropertyOptional({ type: Boolean, default: true })
  @Omissible()
  @IsBoolean()
  enabled?: boolean;

  @ExternalId()
  external_id?: string | null;
}

/** An identity provider as an admin registers it. */
export class CreateIdentityProviderRequest extends IdentityProviderSettings {
  @ApiProperty({ example: 'corp', description: 'Part of the redirect URI. It never changes.' })
  @Conforms(id)
  id: string;

  @ApiPropertyOptional({ example: 'Example Corp', description: 'What its button says.' })
  @Omissible()
  @Conforms(displayText(MAX_NAME))
  name?: string;

  @ApiProperty({ example: 'gatehouse', maxLength: 255, description: 'What it calls us.' })
  @MaxLength(255)
  @IsString()
  client_id: string;

  @ApiPropertyOptional({
    example: 'https://login.example.com',
    maxLength: 2000,
    description: 'Of OpenID Connect, or else the endpoints. It never changes.',
  })
  @Omissible()
  @MaxLength(2000)
  @IsString()
  issuer?: string;

  @ApiPropertyOptional({ maxLength: 2000, description: 'Of OAuth 2 without ID tokens.' })
  @Omissible()
  @MaxLength(2000)
  @IsString()
  authorization_endpoint?: string;

  @ApiPropertyOptional({ maxLength: 2000 })
  @Omissible()
  @MaxLength(2000)
  @IsString()
  token_endpoint?: string;

  @ApiPropertyOptional({ maxLength: 2000, description: 'Answers who the person is, as JSON.' })
  @Omissible()
  @MaxLength(2000)
  @IsString()
  userinfo_endpoint?: string;

  @ApiPropertyOptional({
    maxLength: 2000,
    description: 'Answers the addresses of the person, each with email, primary and verified.',
  })
  @Omissible()
  @MaxLength(2000)
  @IsString()
  emails_endpoint?: string;

  @ApiPropertyOptional({
    maxLength: 128,
    default: 'sub',
    description:
      'The claim that is the identifier of a person, without ID tokens. It never changes.',
  })
  @Omissible()
  @MaxLength(128)
  @IsString()
  subject_claim?: string;
}

/** What an admin may change about it. */
@TakesBack(IdentityProviderResponse)
export class UpdateIdentityProviderRequest extends IdentityProviderSettings {
  @ApiPropertyOptional({ example: 'Example Corp' })
  @Omissible()
  @Conforms(displayText(MAX_NAME))
  name?: string;

  @ApiPropertyOptional({ example: 'gatehouse', maxLength: 255 })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;
}

export class ListIdentityProvidersRequest extends PageRequest {
  @SortedBy('id')
  sort?: string;

  @Searched('Only those whose id begins like this.')
  q?: string;

  @ExternalIdFilter()
  external_id?: string;
}
