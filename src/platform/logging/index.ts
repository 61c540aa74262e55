/**
 * Structured logging: JSON lines with a closed list of fields.
 *
 * Owns the shape of every log line, so that no secret, token or URL with a query can get into one.
 * Every module above `config` may import it.
 */
export * from './logger.js';
export * from './logging.module.js';
