import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { Config, VERSION } from '#platform/config';

/** Seconds; from an answer out of memory to a password hash that had to wait for its turn. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Seconds; from a row out of the cache of SQLite to one that somebody else holds. */
const STATEMENTS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5];

/** One value of a gauge, with the labels that tell it from the others. */
export interface Reading {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What is counted. Costs nothing where nobody asks for it: without `METRICS_PORT`. */
@Injectable()
export class Metrics {
  readonly enabled: boolean;
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'gatehouse_http_request_duration_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATIONS,
    registers: [this.registry],
  });
  private readonly statements = new Histogram({
    name: 'gatehouse_database_statement_duration_seconds',
    help: 'How long statements took, with what they waited for.',
    buckets: STATEMENTS,
    registers: [this.registry],
  });
  private readonly tokenResponses = new Counter({
    name: 'gatehouse_token_responses_total',
    help: 'Successful answers of the token endpoint.',
    labelNames: ['grant_type'],
    registers: [this.registry],
  });
  private readonly events = new Counter({
    name: 'gatehouse_audit_events_total',
    help: 'Events, such as login.failed or refresh_token.reused.',
    labelNames: ['type'],
    registers: [this.registry],
  });
  private readonly droppedEvents = new Counter({
    name: 'gatehouse_events_dropped_total',
    help: 'Events that are in the log only, because the database could not take them in time.',
    registers: [this.registry],
  });
  private readonly refusalsNotKept = new Counter({
    name: 'gatehouse_refusals_not_kept_total',
    help: 'Refused requests that /admin/errors does not know: too many came, or the database was away.',
    labelNames: ['because'],
    registers: [this.registry],
  });
  private readonly abortedRequests = new Counter({
    name: 'gatehouse_http_requests_aborted_total',
    help: 'Requests whose callers went away before they were complete.',
    registers: [this.registry],
  });
  private readonly tokenErrors = new Counter({
    name: 'gatehouse_token_errors_total',
    help: 'Refusals of the token endpoint, by grant type and error.',
    labelNames: ['grant_type', 'error'],
    registers: [this.registry],
  });
  private readonly deletedRows = new Counter({
    name: 'gatehouse_expired_rows_deleted_total',
    help: 'Expired rows that housekeeping deleted.',
    labelNames: ['table'],
    registers: [this.registry],
  });

  constructor({ metricsPort }: Config) {
    this.enabled = metricsPort !== undefined;
    if (!this.enabled) return;
    collectDefaultMetrics({ register: this.registry });
    const labels = { version: VERSION, node: process.versions.node };
    const read = () => [{ value: 1, labels }];
    this.gauge(
      'gatehouse_build_info',
      'Which Gatehouse this is; always 1.',
      read,
      Object.keys(labels),
    );
  }

  /** Something that is looked at when somebody asks. */
  gauge(
    name: string,
    help: string,
    read: () => readonly Reading[] | Promise<readonly Reading[]>,
    labelNames: readonly string[] = [],
  ): void {
    if (!this.enabled) return;
    new Gauge({
      ...{ name, help, labelNames: [...labelNames], registers: [this.registry] },
      async collect() {
        this.reset();
        // What cannot be read now has no value, and the others have theirs.
        const readings = await Promise.resolve(read()).catch(() => []);
        for (const { value, labels = {} } of readings) this.set(labels, value);
      },
    });
  }

  /** @param route the pattern of the route, and not the path: paths are made up by whoever asks */
  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  observeStatement(seconds: number): void {
    this.statements.observe(seconds);
  }

  countTokenResponse(grantType: string): void {
    if (this.enabled) this.tokenResponses.inc({ grant_type: grantType });
  }

  countTokenError(grantType: string, error: string): void {
    if (this.enabled) this.tokenErrors.inc({ grant_type: grantType, error });
  }

  countAbortedRequest(): void {
    if (this.enabled) this.abortedRequests.inc();
  }

  countEvent(type: string): void {
    if (this.enabled) this.events.inc({ type });
  }

  countDroppedEvent(): void {
    if (this.enabled) this.droppedEvents.inc();
  }

  countRefusalsNotKept(because: 'limit' | 'database', refusals = 1): void {
    if (this.enabled) this.refusalsNotKept.inc({ because }, refusals);
  }

  countDeletedRows(table: string, rows: number): void {
    if (this.enabled) this.deletedRows.inc({ table }, rows);
  }

  /** In Prometheus's text format. */
  async read(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
