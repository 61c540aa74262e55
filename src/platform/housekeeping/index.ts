/**
 * Background work that exactly one node does at a time: deleting expired rows, scheduled rotation.
 *
 * Owns the schedule and the leases; what is to be done is registered by the module that owns the
 * rows. Every module above `logging` may import it.
 */
export * from './housekeeper.js';
export * from './housekeeping.module.js';
export * from './leases.js';
export * from './remains.js';
