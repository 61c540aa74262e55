import { randomInt } from 'node:crypto';
import type { Logger } from '#platform/logging';
import { epochSeconds } from '#protocol';
import type { FoundLane, Message } from './lane.js';
import type { Outbox } from './outbox.js';

/** How many recipients of a lane are told something at the same time by one node. */
const MAX_RECIPIENTS = 16;
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
    await Promise.all(this.underWay.values());
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
      if (this.underWay.size >= MAX_RECIPIENTS) break;
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
    const { id, recipient, attempts } = message;
    try {
      await this.lane.handler.deliver(message);
    } catch (error) {
      const reason = reasonOf(error);
      const details = { lane: this.lane.name, recipient, attempts };
      this.logger.write('warn', 'a message could not be delivered', { reason, details });
      return this.outbox.recordFailure(id, reason);
    }
    await this.outbox.settle(id);
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
