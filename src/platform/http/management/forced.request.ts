import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';
import { Omissible, Parsed } from './member.decorators.js';

/** Asks for something in spite of what is lost by it. */
export class ForcedRequest {
  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Also where that is refused otherwise, for what would be lost by it.',
  })
  @Parsed(/^(true|false)$/)
  @Omissible()
  @IsBoolean()
  force?: boolean;
}
