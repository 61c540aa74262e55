import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ExternalId, ExternalIdFilter } from '#platform/changes';
import { EVENT_TYPES } from '#platform/events';
import { Conforms, displayText, Omissible, TakesBack } from '#platform/http';
import { PageRequest, SortedBy } from '#platform/lists';
import { EVERY_TYPE } from '../webhook.js';
import { WebhookResponse } from './webhook.response.js';

const TYPES = [EVERY_TYPE, ...Object.keys(EVENT_TYPES)];
const ABOUT_TYPES = 'Of which types of events it is told; `*`: of all.';

/** A webhook as an admin registers it. */
export class CreateWebhookRequest {
  @ApiProperty({ example: 'https://receiver.example.com/events', maxLength: 2000 })
  @MaxLength(2000)
  @IsString()
  url: string;

  @ApiProperty({
    type: [String],
    enum: TYPES,
    example: ['user.disabled'],
    description: ABOUT_TYPES,
  })
  @IsIn(TYPES, { each: true, message: 'There are no events of this type.' })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsArray()
  types: string[];

  @ApiPropertyOptional({ example: 'The ticket system', description: 'For admins.' })
  @Omissible()
  @Conforms(displayText(200))
  description?: string;

  @ApiPropertyOptional({ type: Boolean, default: true })
  @Omissible()
  @IsBoolean()
  enabled?: boolean;

  @ExternalId()
  external_id?: string | null;
}

/** What an admin may change about it. */
@TakesBack(WebhookResponse)
export class UpdateWebhookRequest {
  @ApiPropertyOptional({ example: 'https://receiver.example.com/events', maxLength: 2000 })
  @Omissible()
  @MaxLength(2000)
  @IsString()
  url?: string;

  @ApiPropertyOptional({ type: [String], enum: TYPES, description: ABOUT_TYPES })
  @Omissible()
  @IsIn(TYPES, { each: true, message: 'There are no events of this type.' })
  @ArrayUnique()
  @ArrayMaxSize(100)
  @IsArray()
  types?: string[];

  @ApiPropertyOptional({ description: 'For admins.' })
  @Omissible()
  @Conforms(displayText(200))
  description?: string;

  @ApiPropertyOptional({
    type: Boolean,
    description: 'One that is enabled again is told of what happened meanwhile.',
  })
  @Omissible()
  @IsBoolean()
  enabled?: boolean;

  @ExternalId()
  external_id?: string | null;
}

export class ReplayWebhookRequest {
  @ApiProperty({ type: 'integer', example: 1, description: 'The `seq` of the first event.' })
  @Max(2 ** 31 - 1)
  @Min(1)
  @IsInt()
  from: number;
}

export class ListWebhooksRequest extends PageRequest {
  @SortedBy('id', 'url')
  sort?: string;

  @ExternalIdFilter()
  external_id?: string;
}

export class ListDeliveriesRequest extends PageRequest {
  @SortedBy('-at')
  sort?: string;
}
