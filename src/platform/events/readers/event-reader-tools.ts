import { Injectable } from '@nestjs/common';
import { Housekeeper } from '#platform/housekeeping';
import { Logger } from '#platform/logging';
import type { Claimed } from './event-reader.repository.js';

/** What it does its work with. */
@Injectable()
export class EventReaderTools {
  constructor(
    readonly housekeeper: Housekeeper,
    private readonly logger: Logger,
  ) {}

  warn(message: string, error: unknown, about?: Pick<Claimed, 'name' | 'attempts'>): void {
    const reason = error instanceof Error ? error.message : String(error);
    const details = about && { reader: about.name, attempts: about.attempts + 1 };
    this.logger.write('warn', message, { reason, ...(details === undefined ? {} : { details }) });
  }
}
