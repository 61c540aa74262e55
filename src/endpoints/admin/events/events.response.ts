import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { ListOfCheckpoints, ToldEvent } from '#platform/events';
import { ListResponse, type Page } from '#platform/lists';

/** Something that happened, as it stands in the journal. */
class EventResponse {
  @ApiProperty({ type: 'integer', description: 'Its place in the chain, without gaps.' })
  seq: number;

  @ApiProperty()
  id: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  at: number;

  @ApiProperty({ example: 'client.changed' })
  type: string;

  @ApiProperty({ enum: ['success', 'failure'] })
  outcome: string;

  @ApiProperty({
    enum: ['user', 'client', 'system', 'anonymous'],
    description: 'What whoever did it is.',
  })
  actor_kind: string;

  @ApiPropertyOptional({ description: 'The sub or client_id of whoever did it.' })
  actor?: string;

  @ApiPropertyOptional({ description: 'Whom the actor acted for (RFC 8693).' })
  on_behalf_of?: string;

  @ApiPropertyOptional()
  client_id?: string;

  @ApiPropertyOptional({ description: 'The sub of the person that it is told of.' })
  user_id?: string;

  @ApiPropertyOptional({ description: 'What was changed, where it is neither client nor person.' })
  object_kind?: string;

  @ApiPropertyOptional()
  object_id?: string;

  @ApiPropertyOptional({ description: 'X-Request-Id of the request that it came of.' })
  request_id?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'The rest: `ip`, `userAgent`, for a change `members` with `from` and `to`. Gone where the person was erased.',
  })
  facts?: Record<string, unknown>;

  @ApiPropertyOptional({ description: 'Goes with `facts`.' })
  facts_salt?: string;

  @ApiPropertyOptional({ description: 'SHA-256 of salt and facts: what the chain holds of them.' })
  facts_digest?: string;

  @ApiProperty({ description: 'Over seq, the hash before and all members but facts and salt.' })
  hash: string;
}

export class EventListResponse extends ListResponse {
  @ApiProperty({ type: [EventResponse] })
  items: ToldEvent[];

  constructor(page: Page<ToldEvent>) {
    super(page);
    this.items = [...page.items];
  }
}

/** A link of the chain that was signed. */
export class CheckpointResponse {
  @ApiProperty({ type: 'integer', description: 'The event that it is at.' })
  seq: number;

  @ApiProperty({ description: 'The hash of that event.' })
  hash: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  at: number;

  @ApiProperty({ description: 'SHA-256 of the statement before; empty for the first.' })
  previous: string;

  @ApiProperty({ description: 'The key that signed it, among `/admin/events/keys`.' })
  kid: string;

  @ApiProperty({ description: 'All of this, signed (RFC 7515): keep it elsewhere.' })
  statement: string;

  @ApiPropertyOptional({
    description: 'Signed too: that the events up to this one were deleted because of their age.',
  })
  cut?: string;
}

export class CheckpointListResponse extends ListResponse {
  @ApiProperty({ type: [CheckpointResponse] })
  items: CheckpointResponse[];

  constructor(page: ListOfCheckpoints) {
    super(page);
    this.items = page.items.map(({ seq, hash, at, previous, kid, statement, cut }) => ({
      ...{ seq, hash, at, previous, kid, statement },
      ...(cut === null ? {} : { cut }),
    }));
  }
}

export class CheckpointKeysResponse {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description: 'A JWK Set (RFC 7517): for as long as what they signed is kept.',
  })
  keys: object[];
}
