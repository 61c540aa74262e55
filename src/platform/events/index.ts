/**
 * The journal, to which rows are only added: sign-ins, consents, refusals, administration.
 *
 * Owns the event types and their rows, the chain that they are sealed into and its checkpoints. Issuing tokens is counted and logged: an event each would cost
 * more than the token. Every module above it may import it.
 */
export * from './checkpoint-statements.js';
export * from './checkpoints.js';
export * from './event.js';
export { EventQueue } from './event-queue.js';
export * from './events.js';
export * from './events.module.js';
export * from './journal.js';
export * from './limit-events.js';
export { Sealer } from './sealer.js';
export { On, OnNoted } from './on.js';
export type { Claimed, ReaderState } from './readers/event-reader.repository.js';
export { EventReaders } from './readers/event-readers.js';
export { type EventTeller, ReadsEvents } from './readers/reads-events.js';
export type { ToldEvent } from './stored-event.js';
export { BrokenChain, ExportVerifier, type Verified } from './verify-export.js';
