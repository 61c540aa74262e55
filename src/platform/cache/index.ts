export { atMost } from './at-most.js';
export { SnapshotCache } from './snapshot-cache.js';
