import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#platform/logging';
import { epochSeconds } from '#protocol';
import { type FoundLane, type Message, Undeliverable } from './lane.js';
import type { Outbox } from './outbox.js';

/** How many recipients of a lane are told something at the same time by one node. */
const MAX_RECIPIENTS = 16;
/** How often an attempt that takes long says that it is still under way, and for how long that holds, in seconds. */
const HOLD_EVERY = 3;
const HOLD = 10;
/** For how long a node that leaves waits for attempts that are under way, in seconds. */
const LAST_WAIT = 5;
/** Seconds until the second attempt; each further one waits twice as long, up to the limit. */
const FIRST_RETRY = 10;
const LONGEST_RETRY = 1800;
/** For how long a timer may sleep, in seconds: Node's overflow, and clocks are changed. */
const LONGEST_SLEEP = 3600;

/**
 * Delivers the messages of one lane. Each recipient is told one after the other, so that a slow one keeps
 * nobody else waiting (attack J07).
 */
export class LaneWorker {
  private readonly underWay = new Map<string, Promise<void>>();
  private looking: Promise<void> | undefined;
  private lookAgain = false;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly lane: FoundLane,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    // What takes longer comes back by itself, here or on another node.
    const last = sleep(LAST_WAIT * 1000, undefined, { ref: false });
    await Promise.race([Promise.all(this.underWay.values()), last]);
  }

  /** Looks for messages that are due, and sleeps until the next one is. */
  wake(): void {
    if (this.stopped) return;
    if (this.looking !== undefined) {
      this.lookAgain = true;
      return;
    }
    this.looking = this.look()
      .catch((error: unknown) => {
        this.pause(error);
      })
      .finally(() => {
        this.looking = undefined;
        if (this.lookAgain) {
          this.lookAgain = false;
          this.wake();
        }
      });
  }

  private async look(): Promise<void> {
    const { recipients, next } = await this.outbox.due(this.lane.name);
    for (const recipient of recipients) {
      if (this.underWay.size >= (this.lane.handler.recipients ?? MAX_RECIPIENTS)) break;
      if (this.underWay.has(recipient)) continue;
      this.underWay.set(recipient, this.serve(recipient));
    }
    if (next !== undefined) this.sleep(next - epochSeconds());
  }

  private sleep(seconds: number): void {
    clearTimeout(this.timer);
    if (this.stopped) return;
    const milliseconds = Math.min(Math.max(seconds, 1), LONGEST_SLEEP) * 1000;
    this.timer = setTimeout(() => {
      this.wake();
    }, milliseconds).unref();
  }

  /** Until there is nothing to tell this recipient for now. */
  private async serve(recipient: string): Promise<void> {
    try {
      while (!this.stopped) {
        const message = await this.outbox.claim(this.lane.name, recipient, retryAt);
        if (message === undefined) break;
        await this.attempt(message);
      }
      this.underWay.delete(recipient);
      this.wake();
    } catch (error) {
      this.underWay.delete(recipient);
      this.pause(error);
    }
  }

  private async attempt(message: Message): Promise<void> {
    const holding = setInterval(() => void this.hold(message), HOLD_EVERY * 1000).unref();
    try {
      await this.lane.handler.deliver(message);
    } catch (error) {
      await this.fail(message, error);
      return;
    } finally {
      clearInterval(holding);
    }
    await this.outbox.settle(message.id);
  }

  private async fail(message: Message, error: unknown): Promise<void> {
    const { id, recipient, attempts, expiresAt } = message;
    const { name: lane, handler } = this.lane;
    const reason = reasonOf(error);
    const details = { lane, recipient, attempts };
    this.logger.write('warn', 'a message could not be delivered', { reason, details });
    const over = error instanceof Undeliverable || retryAt(attempts - 1) >= expiresAt;
    if (handler.givenUp === undefined || !over) {
      await this.outbox.recordFailure(id, reason);
      return;
    }
    await this.outbox.giveUp(id, reason);
    await handler.givenUp(message, reason);
  }

  /** Another node would take it for that of one that died. */
  private async hold(message: Message): Promise<void> {
    await this.outbox.hold(message, epochSeconds() + HOLD).catch(() => undefined);
  }

  private pause(error: unknown): void {
    const details = { lane: this.lane.name };
    this.logger.write('warn', 'messages could not be read', { reason: reasonOf(error), details });
    this.sleep(FIRST_RETRY);
  }
}

/** With jitter, so that those who failed together do not come back together. */
function retryAt(attempts: number): number {
  const delay = Math.min(FIRST_RETRY * 2 ** attempts, LONGEST_RETRY);
  return epochSeconds() + randomInt(delay, Math.ceil(delay * 1.25));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
