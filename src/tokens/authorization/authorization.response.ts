import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
import { formatScope, methodsOf } from '#protocol';
import type { NamedAuthorization } from './named-authorizations.js';

/** What an application may do in the name of somebody, for as long as it is not ended. */
export class AuthorizationResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw' })
  id: string;

  @ApiProperty()
  client_id: string;

  @ApiProperty({ example: 'Photo Printing' })
  client_name: string;

  @ApiProperty({ example: 'authorization_code', description: 'How it was given.' })
  grant_type: string;

  @ApiProperty({ example: 'openid photos:read' })
  scope: string;

  @ApiProperty({ type: [String], description: 'The APIs that it is for, by identifier.' })
  resources: readonly string[];

  @ApiProperty({ description: 'Whether it lives on without a session (offline_access).' })
  offline: boolean;

  @ApiPropertyOptional({ description: 'The session that it was given in.' })
  session_id?: string;

  @ApiProperty({ type: 'integer', description: 'When the person had last proved who they are.' })
  auth_time: number;

  @ApiProperty({ type: [String], example: ['pwd'], description: 'How (RFC 8176).' })
  amr: readonly string[];

  @ApiProperty({ type: 'integer', description: 'Seconds since the epoch.' })
  created_at: number;

  @ApiPropertyOptional({ type: 'integer', description: 'When it last got new tokens.' })
  last_refreshed_at?: number;

  @ApiProperty({ type: 'integer', description: 'When the last of its tokens expires.' })
  expires_at: number;

  constructor({ authorization, clientName, resources }: NamedAuthorization) {
    const { granted, sessionId, refreshRotatedAt, refreshGeneration } = authorization;
    this.id = authorization.id;
    this.client_id = authorization.clientId;
    this.client_name = clientName;
    this.grant_type = authorization.grantType;
    this.scope = formatScope(granted.scope);
    this.resources = resources;
    this.offline = authorization.online === 0;
    if (sessionId !== null) this.session_id = sessionId;
    this.auth_time = authorization.authTime;
    this.amr = methodsOf(authorization.factors);
    this.created_at = authorization.createdAt;
    if (refreshRotatedAt !== null && refreshGeneration > 1)
      this.last_refreshed_at = refreshRotatedAt;
    this.expires_at = authorization.expiresAt;
  }
}

/** The same beside those by others. */
export class AuthorizationOfUserResponse extends AuthorizationResponse {
  @ApiProperty({ description: 'In whose name: their `sub`.' })
  user_id: string;

  constructor(named: NamedAuthorization) {
    super(named);
    this.user_id = named.authorization.userId;
  }
}

export class AuthorizationsOfUsersResponse extends ListResponse {
  @ApiProperty({ type: [AuthorizationOfUserResponse] })
  items: AuthorizationOfUserResponse[];

  constructor(page: Page<NamedAuthorization>) {
    super(page);
    this.items = page.items.map((item) => new AuthorizationOfUserResponse(item));
  }
}

export class AuthorizationListResponse extends ListResponse {
  @ApiProperty({ type: [AuthorizationResponse] })
  items: AuthorizationResponse[];

  constructor(page: Page<NamedAuthorization>) {
    super(page);
    this.items = page.items.map((item) => new AuthorizationResponse(item));
  }
}
