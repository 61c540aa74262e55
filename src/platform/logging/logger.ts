import type { LoggerService } from '@nestjs/common';
import { type Logger as Pino, pino } from 'pino';
import type { LogLevel } from '#platform/config';

/** Fields a log line may carry. A closed list: what is not named here cannot leak (attack B21). */
export interface LogFields {
  event?: string;
  requestId?: string;
  /** Of the caller's trace (W3C Trace Context). */
  traceId?: string;
  method?: string;
  /** The route's pattern or the path without its query: queries carry codes and tokens. */
  route?: string;
  status?: number;
  durationMs?: number;
  actor?: string;
  clientId?: string;
  userId?: string;
  ip?: string;
  error?: string;
  reason?: string;
  stack?: string;
  details?: Readonly<Record<string, unknown>>;
}

/** JSON lines on standard output, one object each. Also takes what Nest itself logs. */
export class Logger implements LoggerService {
  /** Where the journal's lines go. */
  private readonly journal: Pino;

  private constructor(private readonly lines: Pino) {
    const quiet = lines.level !== 'silent' && !lines.isLevelEnabled('info');
    this.journal = quiet ? lines.child({}, { level: 'info' }) : lines;
  }

  static create(level: LogLevel): Logger {
    return new Logger(
      pino({
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        messageKey: 'message',
        formatters: { level: (label) => ({ level: label }) },
      }),
    );
  }

  isDebug(): boolean {
    return this.lines.isLevelEnabled('debug');
  }

  write(level: 'error' | 'warn' | 'info' | 'debug', message: string, fields: LogFields = {}): void {
    this.lines[level](fields, message);
  }

  /** A line of the journal: what happened is told at every level but `silent`. */
  tell(event: string, fields: LogFields): void {
    this.journal.info({ event, ...fields }, 'event');
  }

  // LoggerService: Nest reports its own start-up at `log`, which nobody wants to read twice.
  log(message: unknown): void {
    this.lines.debug(String(message));
  }
  error(message: unknown, stack?: unknown): void {
    this.lines.error(typeof stack === 'string' ? { stack } : {}, String(message));
  }
  warn(message: unknown): void {
    this.lines.warn(String(message));
  }
  debug(message: unknown): void {
    this.lines.debug(String(message));
  }
  verbose(): void {}
  fatal(message: unknown): void {
    this.lines.fatal(String(message));
  }
}
