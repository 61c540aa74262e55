import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Omissible, Parsed } from '#platform/http';

/** The last second that a column holds. */
const LAST_SECOND = 2 ** 31 - 1;

/** A filter that is true or false. */
export const Flag = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: Boolean, description }),
    Parsed(/^(true|false)$/),
    Omissible(),
    IsBoolean(),
  );

/** A filter by time. @param description without its unit */
export const Moment = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'integer',
      description: `${description} Seconds since the epoch.`,
    }),
    Parsed(/^\d{1,10}$/),
    Omissible(),
    Max(LAST_SECOND),
    Min(0),
    IsInt(),
  );
