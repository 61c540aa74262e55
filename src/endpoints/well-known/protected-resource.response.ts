import { ApiProperty } from '@nestjs/swagger';

/** Protected resource metadata (RFC 9728 §2). */
export class ProtectedResourceResponse {
  @ApiProperty({ format: 'uri', example: 'https://photos.example.com' })
  resource: string;

  @ApiProperty({ type: [String], description: 'The issuer.' })
  authorization_servers: readonly string[];

  @ApiProperty({ type: [String], example: ['photos:read'] })
  scopes_supported: readonly string[];

  @ApiProperty({ type: [String], example: ['header'] })
  bearer_methods_supported: readonly string[];

  @ApiProperty({ example: 'Photo library' })
  resource_name: string;
}
