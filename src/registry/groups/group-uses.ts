import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Somebody who decides by a group. */
export interface GroupUse {
  readonly kind: 'client';
  readonly id: string;
  readonly name: string;
}

/** Knows who of one kind decides by a group. */
export interface GroupUseSource {
  usesOf(groupId: string, limit: number, manager: EntityManager): Promise<GroupUse[]>;
}

/**
 * Whoever decides by a group. Filled at start-up by those who know, so that what can name a group changes
 * nothing here.
 */
@Injectable()
export class GroupUses {
  private readonly sources: GroupUseSource[] = [];

  add(source: GroupUseSource): void {
    this.sources.push(source);
  }

  async of(groupId: string, limit: number, manager: EntityManager): Promise<GroupUse[]> {
    const found: GroupUse[] = [];
    for (const source of this.sources) {
      found.push(...(await source.usesOf(groupId, limit, manager)));
    }
    return found.slice(0, limit);
  }
}
