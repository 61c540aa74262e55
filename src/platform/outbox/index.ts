/**
 * What others have to be told, kept until they have taken it: one table, in lanes.
 *
 * Owns the messages, who delivers which at what time, and for how long that is tried. What is told to
 * whom, and how, is the business of the module that has the lane (`@Lane()`). A message is delivered at
 * least once. Every module above `housekeeping` may import it.
 */
export { Lane, type LaneHandler, type Message, Undeliverable } from './lane.js';
export { type KeptMessage, Outbox } from './outbox.js';
export * from './outbox.module.js';
