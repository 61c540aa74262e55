import { ApiProperty } from '@nestjs/swagger';

/** The device authorization response (RFC 8628 §3.2). */
export class DeviceAuthorizationResponse {
  @ApiProperty({ description: 'For the device: with it, it asks for tokens at /token.' })
  device_code: string;

  @ApiProperty({ example: 'WDJB-MJHT', description: 'For the person: the device shows it.' })
  user_code: string;

  @ApiProperty({ format: 'uri', description: 'Where the person types the code.' })
  verification_uri: string;

  @ApiProperty({ format: 'uri', description: 'The same with the code in it, for a QR code.' })
  verification_uri_complete: string;

  @ApiProperty({ type: 'integer', example: 600, description: 'Seconds that both codes live.' })
  expires_in: number;

  @ApiProperty({ type: 'integer', example: 5, description: 'Seconds to wait between requests.' })
  interval: number;
}
