/**
 * The operator's commands: `node dist/main.js <command>`.
 *
 * Owns what they are called, what they take and what they print. The server, and the modules that a command
 * needs, are handed in by `main.ts`, which alone can put them together.
 */
export { QUIET, type Rehearsal } from './command.js';
export { runCommandLine } from './command-line.js';
