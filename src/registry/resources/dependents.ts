import { Injectable } from '@nestjs/common';

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
  dependentsOn(loss: Loss, limit: number): Promise<Dependent[]>;
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

  async of(loss: Loss, limit: number): Promise<Dependent[]> {
    const found = await Promise.all(this.sources.map((one) => one.dependentsOn(loss, limit)));
    return found.flat().slice(0, limit);
  }
}
