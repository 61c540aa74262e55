import { ApiProperty } from '@nestjs/swagger';

/** The answer to a pushed authorization request (RFC 9126 §2.2). */
export class PushedAuthorizationResponse {
  @ApiProperty({
    example: 'urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c-WQxPDrmXFoRk8aU',
    description: 'For /authorize, next to client_id. Good for one answer.',
  })
  request_uri: string;

  @ApiProperty({ type: 'integer', example: 90, description: 'Seconds to send a browser with it.' })
  expires_in: number;
}
