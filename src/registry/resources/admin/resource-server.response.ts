import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ACCESS_TOKEN_FORMATS,
  type AccessTokenFormat,
  type ResourceServer,
} from '../resource-server.js';
import { ScopeRequest } from './scope.request.js';

/** A registered resource server. */
export class ResourceServerResponse {
  @ApiProperty({ example: 'pX0Jv3m2QyqB1t9cE7d4kw', description: 'Names it in this API only.' })
  id: string;

  @ApiProperty({ example: 'https://photos.example.com' })
  identifier: string;

  @ApiProperty({ example: 'Photo library' })
  name: string;

  @ApiProperty({ type: [ScopeRequest] })
  scopes: { name: string; description: string }[];

  @ApiProperty({ enum: ACCESS_TOKEN_FORMATS })
  access_token_format: AccessTokenFormat;

  @ApiProperty({ example: 600, type: 'integer', description: 'Seconds.' })
  access_token_lifetime: number;

  constructor(server: ResourceServer) {
    this.id = server.id;
    this.identifier = server.identifier;
    this.name = server.name;
    this.scopes = [...server.scopes].map(([name, description]) => ({ name, description }));
    this.access_token_format = server.accessTokenFormat;
    this.access_token_lifetime = server.accessTokenLifetime;
  }
}

export class ResourceServerListResponse {
  @ApiProperty({ type: [ResourceServerResponse] })
  items: ResourceServerResponse[];

  @ApiPropertyOptional({ description: 'Pass as `after` for the next page; absent on the last.' })
  next?: string;

  /** @param found one more than fits, if there is more */
  constructor(found: readonly ResourceServer[], size: number) {
    this.items = found.slice(0, size).map((server) => new ResourceServerResponse(server));
    const last = this.items.at(-1);
    if (found.length > size && last !== undefined) this.next = last.id;
  }
}
