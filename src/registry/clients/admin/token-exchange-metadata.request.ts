import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AUDIENCES } from '../metadata/limits.js';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { TokenExchangePolicy } from '../metadata/client-metadata.js';
import { ClientMetadataRequest } from './client.request.js';

export class TokenExchangePolicyRequest implements TokenExchangePolicy {
  @ApiProperty({
    ...AUDIENCES,
    example: ['https://ledger.example.com'],
    description: 'The resource servers for which the client may get tokens, by identifier.',
  })
  @IsArray()
  @IsString({ each: true })
  @MaxLength(512, { each: true })
  audiences: string[];

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Whether the new token may pass for one that the subject uses itself.',
  })
  @IsBoolean()
  impersonation = false;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Whether the new token may name the client, or whoever it shows, in `act`.',
  })
  @IsBoolean()
  delegation = false;
}

export class MayActRequest {
  @ApiProperty({ example: 'mB3v0pJ8Qq2kYx1tW9rZaA', description: 'A client_id, or a user.' })
  @IsString()
  @MaxLength(128)
  sub: string;
}

/** The part of a client's metadata that is about token exchange. */
export class TokenExchangeMetadataRequest extends ClientMetadataRequest {
  @ApiPropertyOptional({
    type: TokenExchangePolicyRequest,
    description: 'What the client may do with the grant token-exchange: nothing when absent.',
  })
  @Type(() => TokenExchangePolicyRequest)
  @IsOptional()
  @ValidateNested()
  @IsObject()
  token_exchange?: TokenExchangePolicyRequest;

  @ApiPropertyOptional({
    type: MayActRequest,
    description: "The one party that may act for the subjects of this client's tokens.",
  })
  @Type(() => MayActRequest)
  @IsOptional()
  @ValidateNested()
  @IsObject()
  may_act?: MayActRequest;
}
