import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, MaxLength } from 'class-validator';
import { Omissible } from '#platform/http';
import type { StoredEvent } from '#platform/events';
import { ListResponse, Moment, type Page, PageRequest, SortedBy } from '#platform/lists';
import type { StoredRefusal } from '#platform/refusals';
import { type Check, CHECKS } from '#protocol';
import { FIXES } from './fixes.js';

export class ListErrorsRequest extends PageRequest {
  @SortedBy('-at')
  sort?: string;

  @ApiPropertyOptional({ description: 'Those of one client.' })
  @Omissible()
  @MaxLength(255)
  @IsString()
  client_id?: string;

  @ApiPropertyOptional({ enum: CHECKS, description: 'Those that one check refused.' })
  @Omissible()
  @IsIn(CHECKS)
  check?: Check;

  @ApiPropertyOptional({ description: 'How their references begin: people read out no more.' })
  @Omissible()
  @Length(4, 64)
  @IsString()
  reference?: string;

  @ApiPropertyOptional({ description: 'Those of one endpoint, such as /token.' })
  @Omissible()
  @MaxLength(64)
  @IsString()
  endpoint?: string;

  @ApiPropertyOptional({
    description: 'Those that one code was answered to, such as invalid_grant.',
  })
  @Omissible()
  @MaxLength(64)
  @IsString()
  error?: string;

  @ApiPropertyOptional({ description: 'Those of one grant type, such as refresh_token.' })
  @Omissible()
  @MaxLength(100)
  @IsString()
  grant_type?: string;

  @Moment('None before.')
  from?: number;

  @Moment('None after.')
  to?: number;
}

/** Why a request was refused. */
export class ErrorResponse {
  @ApiProperty({
    example: '0b7c2f0e-5b0c-4f0e-9a57-3a8b6a0f6f0d',
    description: 'What the error page showed, and `X-Request-Id` of the answer.',
  })
  reference: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  at: number;

  @ApiProperty({ example: '/authorize' })
  endpoint: string;

  @ApiProperty({ example: 'invalid_request', description: 'The code that was answered.' })
  error: string;

  @ApiPropertyOptional({
    enum: CHECKS,
    example: 'redirect-uri',
    description: 'Which one refused; absent where a page was only called too late.',
  })
  check?: string;

  @ApiPropertyOptional({ example: 'RFC 9700 §2.1', description: 'What asks for it.' })
  spec?: string;

  @ApiPropertyOptional({ example: 'one of the registered redirect_uris: https://app.example/cb' })
  expected?: string;

  @ApiPropertyOptional({
    example: 'redirect_uri https://app.example/callback; client_id mB3v0pJ8Qq2kYx1tW9rZaA',
    description:
      'Never a code, a token or a secret; an ellipsis stands for what could be one, and for the values in an address.',
  })
  got?: string;

  @ApiPropertyOptional({ description: 'How to mend what this check refuses.' })
  fix?: string;

  @ApiPropertyOptional({ example: 'refresh_token', description: 'That the request named.' })
  grant_type?: string;

  @ApiPropertyOptional({ description: 'As it was sent: there may be no such client.' })
  client_id?: string;

  @ApiPropertyOptional({ description: 'The person whose grant it was about.' })
  sub?: string;

  @ApiProperty({ description: 'Where the request came from.' })
  ip: string;

  constructor(stored: StoredRefusal) {
    const { check, facts } = stored;
    this.reference = stored.reference;
    this.at = stored.at;
    this.endpoint = stored.endpoint;
    this.error = stored.error;
    if (check !== null) Object.assign(this, { check, fix: FIXES[check as Check] });
    if (stored.spec !== null) this.spec = stored.spec;
    if (facts !== null) Object.assign(this, { expected: facts.expected, got: facts.got });
    if (stored.grantType !== null) this.grant_type = stored.grantType;
    if (stored.clientId !== null) this.client_id = stored.clientId;
    if (stored.userId !== null) this.sub = stored.userId;
    this.ip = stored.ip;
  }
}

export class ErrorListResponse extends ListResponse {
  @ApiProperty({ type: [ErrorResponse] })
  items: ErrorResponse[];

  constructor(page: Page<StoredRefusal>) {
    super(page);
    this.items = page.items.map((stored) => new ErrorResponse(stored));
  }
}

export class LastChangeResponse {
  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  at: number;

  @ApiPropertyOptional({ example: 'client.changed' })
  type?: string;

  @ApiPropertyOptional({
    enum: ['user', 'client', 'system', 'anonymous'],
    description: 'What whoever did it is.',
  })
  actor_kind?: string;

  @ApiPropertyOptional({ description: 'The sub or client_id of whoever did it.' })
  actor?: string;

  @ApiPropertyOptional({ type: [String], example: ['redirect_uris'] })
  members?: string[];

  constructor(at: number, event: StoredEvent | undefined) {
    this.at = event?.at ?? at;
    if (event === undefined) return;
    this.type = event.type;
    this.actor_kind = event.actor.kind;
    if (event.actor.id !== undefined) this.actor = event.actor.id;
    const { members } = event.facts;
    if (typeof members === 'object' && members !== null) this.members = Object.keys(members);
  }
}

export class RefusedClientResponse {
  @ApiProperty()
  client_id: string;

  @ApiProperty()
  client_name: string;

  @ApiProperty()
  disabled: boolean;

  @ApiProperty({ type: LastChangeResponse, description: 'When and by whom it was changed last.' })
  last_change: LastChangeResponse;
}

/** The same with the client as it is now. */
export class SingleErrorResponse extends ErrorResponse {
  @ApiPropertyOptional({
    type: RefusedClientResponse,
    description: 'As it is now; absent where there is none.',
  })
  client?: RefusedClientResponse;
}
