import { ApiPropertyOptional } from '@nestjs/swagger';

/** The access token as a form parameter (RFC 6750 §2.2). */
export class UserInfoRequest {
  @ApiPropertyOptional({ description: 'Only where it is not in the Authorization header.' })
  access_token?: string;
}
