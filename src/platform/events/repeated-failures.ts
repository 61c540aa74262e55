import type { Event, EventType } from './event.js';

/** Limit: failures of one kind, for one client and person, that one address leaves in the journal a minute. */
const OF_ADDRESS = 20;
/** Limit: failures that strangers leave in the journal of one node a minute; further ones are counted. */
const IN_ALL = 600;

/**
 * Keeps strangers from filling the journal: what fails too often is written as one event for each kind and
 * minute, which says how many more there were (attack S09).
 */
export class RepeatedFailures {
  private readonly seen = new Map<string, number>();
  private readonly more = new Map<EventType, number>();
  private written = 0;

  /** @returns whether it is to be written; otherwise it is counted */
  admit({ type, clientId, userId, origin }: Event): boolean {
    const key = [type, clientId, userId, origin?.ip].join('|');
    const before = this.seen.get(key) ?? 0;
    if (before >= OF_ADDRESS || this.written >= IN_ALL) {
      this.more.set(type, (this.more.get(type) ?? 0) + 1);
      return false;
    }
    this.seen.set(key, before + 1);
    this.written += 1;
    return true;
  }

  /** What was counted since the last time. */
  takeCounted(): [type: EventType, more: number][] {
    const counted = [...this.more];
    this.seen.clear();
    this.more.clear();
    this.written = 0;
    return counted;
  }
}
