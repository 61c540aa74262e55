import { ApiProperty } from '@nestjs/swagger';

/** What is allowed, and less safe or less likely to work. */
export class WarningResponse {
  @ApiProperty({ example: '/redirect_uris/0', description: 'Where it stands (RFC 6901).' })
  pointer: string;

  @ApiProperty()
  detail: string;
}
