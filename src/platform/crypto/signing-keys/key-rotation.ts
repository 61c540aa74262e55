import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Housekeeper } from '#platform/housekeeping';
import { Metrics } from '#platform/metrics';
import { epochSeconds } from '#protocol';
import { SigningKeyEntity } from './signing-key.entity.js';
import { SigningKeys } from './signing-keys.js';

/** How old the newest key of an algorithm may become, in seconds. */
const MAX_AGE = 90 * 24 * 3600;

/** Rotates the signing keys on schedule, and deletes those that nobody can need any more. */
@Injectable()
export class KeyRotation implements OnModuleInit {
  constructor(
    @InjectRepository(SigningKeyEntity) private readonly rows: Repository<SigningKeyEntity>,
    private readonly keys: SigningKeys,
    private readonly housekeeper: Housekeeper,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.housekeeper.register('key rotation', () => this.rotateOld());
    this.housekeeper.registerExpiry(this.rows, 'published_until');
    const gauge = (name: string, help: string, value: (age: number) => number) => {
      const read = async () =>
        (await this.ages()).map(({ algorithm, age }) => ({
          value: value(age),
          labels: { algorithm },
        }));
      this.metrics.gauge(name, help, read, ['algorithm']);
    };
    gauge('gatehouse_key_age_seconds', 'Of the newest key of each algorithm.', (age) => age);
    const untilNext = 'Until it is replaced; below zero: that is due.';
    gauge('gatehouse_key_rotation_in_seconds', untilNext, (age) => MAX_AGE - age);
  }

  /** Of the newest key of each algorithm. */
  private async ages(): Promise<{ algorithm: string; age: number }[]> {
    const newest = new Map<string, number>();
    for (const { algorithm, createdAt } of await this.keys.published()) {
      newest.set(algorithm, Math.max(newest.get(algorithm) ?? 0, createdAt));
    }
    return [...newest].map(([algorithm, at]) => ({ algorithm, age: epochSeconds() - at }));
  }

  private async rotateOld(): Promise<boolean> {
    const published = await this.keys.published();
    const oldest = epochSeconds() - MAX_AGE;
    const due = [...new Set(published.map((key) => key.algorithm))].filter((algorithm) =>
      published
        .filter((key) => key.algorithm === algorithm)
        .every((key) => key.createdAt <= oldest),
    );
    if (due.length > 0) await this.keys.rotate(due);
    return false;
  }
}
