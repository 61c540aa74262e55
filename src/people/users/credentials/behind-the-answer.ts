import type { Logger } from '#platform/logging';

/** How long a request waits for others, in milliseconds. */
const GATHER_FOR = 50;
/** Limit: requests that wait on one node; more are dropped, and whoever asked asks again. */
const MAX_WAITING = 1000;

/**
 * What strangers ask for, done behind the answer, which is therefore the same for everybody: who has an account, who
 * has none, and who has asked too often (attack I02). Who sends the same form twice has asked once.
 */
export class BehindTheAnswer<Request> {
  private readonly waiting = new Map<string, Request>();
  private working: Promise<void> | undefined;

  /** @param failed what the log says when it could not be done */
  constructor(
    private readonly act: (request: Request) => Promise<void>,
    private readonly logger: Logger,
    private readonly failed: string,
  ) {}

  /** @param key the same for the same form */
  ask(key: string, request: Request): void {
    if (this.waiting.size >= MAX_WAITING) return;
    this.waiting.set(key, request);
    this.working ??= this.work().finally(() => (this.working = undefined));
  }

  /** When nothing is being done any more. */
  async settled(): Promise<void> {
    await this.working;
  }

  private async work(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, GATHER_FOR));
    for (const [key, request] of this.waiting) {
      this.waiting.delete(key);
      await this.act(request).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        this.logger.write('error', this.failed, { reason });
      });
    }
  }
}
