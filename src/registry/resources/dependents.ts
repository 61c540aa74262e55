import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Somebody who was registered for an API. */
export interface Dependent {
  readonly kind: 'client' | 'assertion_issuer' | 'initial_access_token';
  readonly id: string;
  readonly name: string;
}

/** What of an API would be gone. */
export interface Loss {
  readonly scopes: readonly string[];
  /** With the API as a whole. */
  readonly identifier?: string | undefined;
}

/** Knows who of one kind was registered for what. */
export interface DependentSource {
  dependentsOn(loss: Loss, limit: number, manager: EntityManager): Promise<Dependent[]>;
  /** Whether a client is called so. */
  isClient?(name: string): Promise<boolean>;
}

/**
 * Whoever would lose something with an API. Filled at start-up by those who know, so that what can be
 * registered for an API changes nothing here.
 */
@Injectable()
export class Dependents {
  private readonly sources: DependentSource[] = [];

  add(source: DependentSource): void {
    this.sources.push(source);
  }

  async isClient(name: string): Promise<boolean> {
    const found = await Promise.all(this.sources.map(async (one) => one.isClient?.(name)));
    return found.includes(true);
  }

  /** @param manager of the transaction that the loss is part of: one question after the other */
  async of(loss: Loss, limit: number, manager: EntityManager): Promise<Dependent[]> {
    const found: Dependent[] = [];
    for (const source of this.sources) {
      found.push(...(await source.dependentsOn(loss, limit, manager)));
    }
    return found.slice(0, limit);
  }
}
