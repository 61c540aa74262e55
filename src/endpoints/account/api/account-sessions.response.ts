import { ApiProperty } from '@nestjs/swagger';
import { SessionResponse } from '#people/sessions';

export class SessionListResponse {
  @ApiProperty({ type: [SessionResponse], description: 'The last used first, 100 at most.' })
  items: SessionResponse[];
}
