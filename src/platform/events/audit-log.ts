import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import type { HttpRequest } from '#platform/http';
import { Housekeeper } from '#platform/housekeeping';
import { Logger } from '#platform/logging';
import { Metrics } from '#platform/metrics';
import { epochSeconds } from '#protocol';
import { AuditEventEntity } from './audit-event.entity.js';

export type AuditEventType =
  | 'login.succeeded'
  | 'login.failed'
  | 'login.throttled'
  | 'logout'
  | 'consent.granted'
  | 'consent.denied'
  | 'consent.revoked'
  | 'session.revoked'
  | 'password.changed'
  | 'client.authentication_failed'
  | 'authorization.repeated_value'
  | 'code.replayed'
  | 'code.refused'
  | 'user_code.refused'
  | 'refresh_token.reused'
  | 'token.exchanged'
  | 'token.revoked'
  | 'client.created'
  | 'client.registered'
  | 'client.changed'
  | 'client.deleted'
  | 'client.secret_rotated'
  | 'user.created'
  | 'user.changed'
  | 'user.deleted'
  | 'resource_server.created'
  | 'resource_server.changed'
  | 'resource_server.deleted'
  | 'assertion_issuer.created'
  | 'assertion_issuer.changed'
  | 'assertion_issuer.deleted'
  | 'initial_access_token.created'
  | 'initial_access_token.withdrawn'
  | 'keys.rotated';

export interface AuditEvent {
  type: AuditEventType;
  actor?: string | undefined;
  clientId?: string | undefined;
  userId?: string | undefined;
  request?: HttpRequest | undefined;
  details?: Readonly<Record<string, string | number | boolean | undefined>>;
}

const KEPT_FOR = 400 * 24 * 3600;
const FLUSH_AFTER_MS = 100;
/** Events waiting for a database that is away; older ones remain in the log. */
const MAX_WAITING = 10_000;

/**
 * The audit trail: every event is a log line at once, and a row a moment later. Rows are written
 * together and behind the answer, so that auditing never delays a request or fails one.
 */
@Injectable()
export class AuditLog implements OnModuleInit, OnApplicationShutdown {
  private waiting: AuditEventEntity[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    @InjectRepository(AuditEventEntity) private readonly rows: Repository<AuditEventEntity>,
    private readonly logger: Logger,
    private readonly housekeeper: Housekeeper,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'at', KEPT_FOR);
  }

  async onApplicationShutdown(): Promise<void> {
    let before: number;
    do {
      before = this.waiting.length;
      await this.flush();
    } while (this.waiting.length > 0 && this.waiting.length < before);
  }

  record({ type, actor, clientId, userId, request, details = {} }: AuditEvent): void {
    const event = {
      id: randomId(),
      at: epochSeconds(),
      type,
      actor: actor ?? null,
      clientId: clientId ?? null,
      userId: userId ?? null,
      ip: request?.ip ?? null,
      requestId: request?.id ?? null,
      details: JSON.stringify(details),
    };
    this.metrics.countEvent(type);
    this.logger.write('info', 'audit', {
      event: type,
      details,
      ...(clientId === undefined ? {} : { clientId }),
      ...(userId === undefined ? {} : { userId }),
      ...(request === undefined ? {} : { ip: request.ip, requestId: request.id }),
    });
    if (this.waiting.length < MAX_WAITING) this.waiting.push(event);
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS).unref();
  }

  /** Writes what waits; one batch at a time. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.writing;
    this.writing = this.writeBatch().finally(() => (this.writing = undefined));
    await this.writing;
  }

  private async writeBatch(): Promise<void> {
    const events = this.waiting.splice(0, 500);
    if (events.length === 0) return;
    try {
      // Those that wait since an answer was lost may be there already (attack P03).
      await this.rows
        .createQueryBuilder()
        .insert()
        .values(events)
        .orUpdate(['id'], ['id'])
        .updateEntity(false)
        .execute();
    } catch (error) {
      this.waiting.unshift(...events);
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.write('warn', 'audit events wait for the database', { reason });
    }
    if (this.waiting.length > 0) {
      this.timer ??= setTimeout(() => void this.flush(), FLUSH_AFTER_MS * 10).unref();
    }
  }
}
