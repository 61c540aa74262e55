import { ApiProperty } from '@nestjs/swagger';
import { ListResponse, type Page } from '#platform/lists';
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

export class ResourceServerListResponse extends ListResponse {
  @ApiProperty({ type: [ResourceServerResponse] })
  items: ResourceServerResponse[];

  constructor(page: Page<ResourceServer>) {
    super(page);
    this.items = page.items.map((item) => new ResourceServerResponse(item));
  }
}
