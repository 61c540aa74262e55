import { randomInt } from 'node:crypto';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Logger } from '#platform/logging';
import { epochSeconds } from '#protocol';
import { type LogoutMessage, SessionClientRepository, SessionClients } from '#people/sessions';
import { LogoutTokenDelivery } from './logout-token-delivery.js';

/** How many clients are told at the same time by one node. */
const MAX_LANES = 16;
/** Seconds until the second attempt; each further one waits twice as long, up to the limit. */
const FIRST_RETRY = 10;
const LONGEST_RETRY = 1800;
/** For how long a timer may sleep, in seconds. Node's timers overflow after 24 days, and clocks are set. */
const LONGEST_SLEEP = 3600;

/**
 * Tells clients that a session has ended. The messages are rows in the database, so that none is lost with
 * a node; each client has a lane of its own, so that a slow one keeps nobody waiting (attack J07).
 */
@Injectable()
export class BackChannelLogout implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly lanes = new Map<string, Promise<void>>();
  private looking: Promise<void> | undefined;
  private lookAgain = false;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly messages: SessionClientRepository,
    private readonly sessionClients: SessionClients,
    private readonly delivery: LogoutTokenDelivery,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.sessionClients.onEnd(() => {
      this.wake();
    });
    // Those that a node left behind when it died, this one or another.
    this.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all(this.lanes.values());
  }

  /** Looks for messages that are due, and sleeps until the next one is. */
  private wake(): void {
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
    const { clientIds, next } = await this.messages.due();
    for (const clientId of clientIds) {
      if (this.lanes.size >= MAX_LANES) break;
      if (this.lanes.has(clientId)) continue;
      this.lanes.set(clientId, this.open(clientId));
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

  /** A lane of one client, until there is nothing to tell it for now. */
  private async open(clientId: string): Promise<void> {
    try {
      while (!this.stopped) {
        const message = await this.messages.claim(clientId, retryAt);
        if (message === undefined) break;
        if (await this.isTold(message)) await this.messages.settle(message.id);
      }
      this.lanes.delete(clientId);
      this.wake();
    } catch (error) {
      this.lanes.delete(clientId);
      this.pause(error);
    }
  }

  private pause(error: unknown): void {
    this.logger.write('warn', 'logout messages could not be read', { reason: reasonOf(error) });
    this.sleep(FIRST_RETRY);
  }

  private async isTold(message: LogoutMessage): Promise<boolean> {
    try {
      await this.delivery.deliver(message);
      return true;
    } catch (error) {
      const { clientId, attempts } = message;
      const told = { clientId, reason: reasonOf(error), details: { attempts } };
      this.logger.write('warn', 'a client could not be told of a logout', told);
      return false;
    }
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
