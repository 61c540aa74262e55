import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsObject,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { Omissible } from '#platform/http';
import { ClientPolicyRequest } from '#registry/clients';

/** Limit: groups for which one person has one role. */
const MAX_GROUPS = 50;

/** For what one of Gatehouse's own roles is given. */
export class GiveRoleRequest {
  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    maxItems: MAX_GROUPS,
    description:
      'Of help-desk and user-admin: the groups, by id, for whose people it is. For everybody when absent.',
  })
  @Omissible()
  @ArrayUnique()
  @ArrayMaxSize(MAX_GROUPS)
  @ArrayMinSize(1)
  @IsString({ each: true })
  @MaxLength(32, { each: true })
  @IsArray()
  groups?: string[];

  @ApiPropertyOptional({
    type: ClientPolicyRequest,
    description:
      'Of client-owner: what the clients may be. What a client that registers itself may be when absent.',
  })
  @Type(() => ClientPolicyRequest)
  @Omissible()
  @ValidateNested()
  @IsObject()
  policy?: ClientPolicyRequest;
}
