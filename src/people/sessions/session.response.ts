import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { methodsOf } from '#protocol';
import { ListResponse, type Page } from '#platform/lists';
import type { Session } from './session.js';

/** A browser in which somebody is signed in. */
export class SessionResponse {
  @ApiProperty({
    example: 'pX0Jv3m2QyqB1t9cE7d4kw',
    description:
      'Names the session, as `sid` does in ID tokens of clients without pairwise subjects. Opens nothing.',
  })
  id: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'When the person last proved who they are.' })
  auth_time: number;

  @ApiProperty({ type: 'integer', description: 'Up to a minute old.' })
  last_seen_at: number;

  @ApiProperty({ type: 'integer', description: 'When it ends in any case.' })
  expires_at: number;

  @ApiProperty({ type: [String], example: ['pwd'], description: 'How (RFC 8176).' })
  amr: readonly string[];

  @ApiPropertyOptional({ description: 'What the browser called itself at the sign-in.' })
  user_agent?: string;

  constructor(session: Session) {
    this.id = session.id;
    this.created_at = session.createdAt;
    this.auth_time = session.authTime;
    this.last_seen_at = session.lastSeenAt;
    this.expires_at = session.expiresAt;
    this.amr = methodsOf(session.factors);
    if (session.userAgent !== undefined) this.user_agent = session.userAgent;
  }
}

/** With what only admins are told. */
export class UserSessionResponse extends SessionResponse {
  @ApiPropertyOptional({ example: '192.0.2.7', description: 'The address at the sign-in.' })
  ip?: string;

  constructor(session: Session) {
    super(session);
    if (session.ip !== undefined) this.ip = session.ip;
  }
}

/** The same beside those of others. */
export class SessionOfUserResponse extends UserSessionResponse {
  @ApiProperty({ description: 'Whose it is: their `sub`.' })
  user_id: string;

  constructor(session: Session) {
    super(session);
    this.user_id = session.userId;
  }
}

export class SessionsOfUsersResponse extends ListResponse {
  @ApiProperty({ type: [SessionOfUserResponse] })
  items: SessionOfUserResponse[];

  constructor(page: Page<Session>) {
    super(page);
    this.items = page.items.map((session) => new SessionOfUserResponse(session));
  }
}

export class UserSessionListResponse extends ListResponse {
  @ApiProperty({ type: [UserSessionResponse] })
  items: UserSessionResponse[];

  constructor(page: Page<Session>) {
    super(page);
    this.items = page.items.map((session) => new UserSessionResponse(session));
  }
}
