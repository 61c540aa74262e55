/**
 * Numbers about this process for Prometheus, on a port of their own (`METRICS_PORT`): requests,
 * answers of the token endpoint by grant type, events, deleted rows, and Node's own.
 *
 * Labels come from what is declared in the code, never from what a request says, so that their number
 * is bounded (attack L15). Imported by whoever has something to count.
 */
export * from './metrics.js';
export * from './metrics.module.js';
