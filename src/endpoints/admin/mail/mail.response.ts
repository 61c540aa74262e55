import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { Omissible } from '#platform/http';
import { ListResponse, type Page, PageRequest, SortedBy } from '#platform/lists';
import type { StoredMail } from '#platform/mail';
import type { KeptMessage } from '#platform/outbox';

export class ListMailsRequest extends PageRequest {
  @SortedBy('-expires_at')
  sort?: string;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Only those that could not be delivered; `?failed` alone says the same.',
  })
  @Transform(({ value }: { value: unknown }) =>
    value === '' || value === 'true' ? true : value === 'false' ? false : value,
  )
  @Omissible()
  @IsBoolean()
  failed?: boolean;
}

export class MailResponse {
  @ApiProperty({ description: 'In its Message-ID.' })
  id: string;

  @ApiProperty({ example: 'recovery' })
  kind: string;

  @ApiProperty({ example: 'alice@example.com' })
  to: string;

  @ApiPropertyOptional({ description: 'Whose account it is about.' })
  sub?: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'How often it has been tried.' })
  attempts: number;

  @ApiProperty({ description: 'It is not tried any more.' })
  given_up: boolean;

  @ApiPropertyOptional({ type: 'integer', description: 'When it is tried again.' })
  due_at?: number;

  @ApiProperty({
    type: 'integer',
    description: 'Until then it is tried; one that was given up can be looked at until then.',
  })
  expires_at: number;

  @ApiPropertyOptional({
    example: '550 5.1.1 no such mailbox',
    description: 'What went wrong last.',
  })
  reason?: string;

  constructor(message: KeptMessage) {
    const { kind, to, userId, at } = message.payload as StoredMail;
    this.id = message.key;
    this.kind = kind;
    this.to = to.address;
    if (userId !== undefined) this.sub = userId;
    this.created_at = at;
    this.attempts = message.attempts;
    this.given_up = message.givenUp;
    if (!message.givenUp) this.due_at = message.dueAt;
    this.expires_at = message.expiresAt;
    if (message.failedReason !== null) this.reason = message.failedReason;
  }
}

export class MailListResponse extends ListResponse {
  @ApiProperty({ type: [MailResponse] })
  items: MailResponse[];

  constructor(page: Page<KeptMessage>) {
    super(page);
    this.items = page.items.map((message) => new MailResponse(message));
  }
}

export class TestedMailResponse {
  @ApiProperty({ example: 'alice@example.com', description: 'The address of whoever asked.' })
  to: string;

  @ApiProperty({ enum: ['smtp', 'files'], description: 'files: a file in DATA_DIR/mail.' })
  way: string;

  @ApiProperty({ description: 'Whether the server took it.' })
  delivered: boolean;

  @ApiPropertyOptional({ example: 'connect ECONNREFUSED 192.0.2.1:587' })
  reason?: string;
}
