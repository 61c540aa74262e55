import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsObject, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { Omissible } from '#platform/http';
import { PageRequest, SortedBy } from '#platform/lists';
import { ClientPolicyRequest } from '#registry/clients';

/** An initial access token as an admin asks for one. */
export class CreateInitialAccessTokenRequest {
  @ApiProperty({ example: 'Partner portal', maxLength: 200, description: 'What it is for.' })
  @MaxLength(200)
  @IsString()
  name: string;

  @ApiPropertyOptional({
    type: 'integer',
    default: 1,
    minimum: 1,
    maximum: 10_000,
    description: 'How many clients can be registered with it.',
  })
  @Omissible()
  @Max(10_000)
  @Min(1)
  @IsInt()
  max_uses?: number;

  @ApiPropertyOptional({
    type: 'integer',
    example: 1900000000,
    description: 'When it expires, in seconds since the epoch. A day from now when absent.',
  })
  @Omissible()
  @Max(0xffffffff)
  @Min(0)
  @IsInt()
  expires_at?: number;

  @ApiPropertyOptional({
    type: ClientPolicyRequest,
    description: 'The terms of the clients that are registered with it. Safe ones when absent.',
  })
  @Type(() => ClientPolicyRequest)
  @Omissible()
  @ValidateNested()
  @IsObject()
  policy?: ClientPolicyRequest;
}

export class ListInitialAccessTokensRequest extends PageRequest {
  @SortedBy('id', 'expires_at')
  sort?: string;
}
