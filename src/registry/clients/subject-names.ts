import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Knows what people are called. */
export interface SubjectNameSource {
  isSubject(name: string, manager: EntityManager): Promise<boolean>;
}

/**
 * The subjects of people, which no client may be called: a token of the client could pass for one of the person
 * (RFC 9700 §4.15; attack E12). Filled at start-up by those who know.
 */
@Injectable()
export class SubjectNames {
  private readonly sources: SubjectNameSource[] = [];

  add(source: SubjectNameSource): void {
    this.sources.push(source);
  }

  async has(name: string, manager: EntityManager): Promise<boolean> {
    for (const source of this.sources) if (await source.isSubject(name, manager)) return true;
    return false;
  }
}
