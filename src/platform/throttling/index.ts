/**
 * Limits on guessing: attempt budgets in the database for what is short enough to be guessed, and a
 * window in memory for what is not.
 *
 * Owns the counters; what a key means belongs to the caller.
 */
export * from './address-key.js';
export * from './attempt-budgets.js';
export * from './failure-window.js';
export * from './kept-requests.js';
export * from './limits.js';
export * from './limits.section.js';
export * from './throttling.module.js';
