/**
 * `/health/live` and `/health/ready`.
 *
 * Says whether the process runs and whether it can serve, and nothing more. Imported by the
 * application module only.
 */
export * from './health.module.js';
