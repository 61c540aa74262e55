import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { methodsOf } from '#protocol';
import type { Session } from '#people/sessions';

/** A browser in which you are signed in. */
export class SessionResponse {
  @ApiProperty({
    example: 'pX0Jv3m2QyqB1t9cE7d4kw',
    description:
      'Names the session, as `sid` does in ID tokens of clients without pairwise subjects. Opens nothing.',
  })
  id: string;

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiProperty({ type: 'integer', description: 'When you last proved who you are.' })
  auth_time: number;

  @ApiProperty({ type: 'integer', description: 'Up to a minute old.' })
  last_seen_at: number;

  @ApiProperty({ type: 'integer', description: 'When it ends in any case.' })
  expires_at: number;

  @ApiProperty({ type: [String], example: ['pwd'], description: 'How (RFC 8176).' })
  amr: readonly string[];

  @ApiPropertyOptional({ description: 'What the browser called itself when you signed in.' })
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

export class SessionListResponse {
  @ApiProperty({ type: [SessionResponse], description: 'The last used first, 100 at most.' })
  items: SessionResponse[];
}
