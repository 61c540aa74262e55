/**
 * Replay detection for values that somebody else chose: assertion ids (RFC 7523 §3), proofs.
 *
 * Owns the table of used values. What we issue ourselves is made single-use in its own row instead.
 */
export * from './replay.module.js';
export * from './used-values.js';
