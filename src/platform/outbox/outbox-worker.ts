import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Logger } from '#platform/logging';
import { lanesOf } from './lane.js';
import { LaneWorker } from './lane-worker.js';
import { Outbox } from './outbox.js';

/** Drains the outbox, lane by lane, so that none waits for another. */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  private workers: readonly LaneWorker[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.workers = lanesOf(this.discovery).map((lane) => {
      const worker = new LaneWorker(lane, this.outbox, this.logger);
      this.outbox.onMessage(lane.name, () => {
        worker.wake();
      });
      // For what a node left behind when it died, this one or another.
      worker.wake();
      return worker;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }
}
