export * from './installation-copy.js';
export { fillDatabase } from './fill-database.js';
export { Snapshot } from './snapshot.js';
