import { randomId } from '#platform/crypto';

let last = 0;
let count = 0;
/** Ids of one millisecond. */
const MOST = 0xffff;

/** An id that sorts behind all that this node has given: within a second events are sealed in this order. */
export function nextEventId(): string {
  const now = Date.now();
  if (now > last || count === MOST) {
    last = Math.max(now, last + 1);
    count = 0;
  } else count += 1;
  const moment = last.toString(16).padStart(12, '0') + count.toString(16).padStart(4, '0');
  return moment + randomId().slice(0, 16);
}
