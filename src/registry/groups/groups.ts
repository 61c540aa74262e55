import { Injectable } from '@nestjs/common';
import { SnapshotCache } from '#platform/cache';
import type { Group, KnownGroup } from './group.js';
import { GroupRepository } from './group.repository.js';

/** How long another node may go on with what it knows, in milliseconds. */
const MAX_AGE = 1000;

const ALL = '';

interface Known {
  readonly names: ReadonlyMap<string, string>;
  readonly floors: ReadonlyMap<string, string>;
}

/** A group by its name. */
export type NamedGroup = Pick<Group, 'id' | 'name'>;

/**
 * The name of every group, and what it asks of its people, as it is or was at most a second ago: people's rows hold ids, so that renaming
 * a group touches one row and naming somebody's groups asks the database nothing.
 */
@Injectable()
export class Groups {
  private readonly cache: SnapshotCache<Known>;

  constructor(repository: GroupRepository) {
    this.cache = new SnapshotCache(async () => known(await repository.all()), MAX_AGE, 1);
  }

  /** By their ids. */
  async names(): Promise<ReadonlyMap<string, string>> {
    return (await this.cache.get(ALL)).names;
  }

  /** What each of those asks of the sign-in of its people that asks for anything. */
  async floors(): Promise<ReadonlyMap<string, string>> {
    return (await this.cache.get(ALL)).floors;
  }

  /** Those of these groups that there are, in the order of their names. */
  async named(ids: Iterable<string>): Promise<NamedGroup[]> {
    const names = await this.names();
    const groups = [...ids].flatMap((id) => {
      const name = names.get(id);
      // Who was in a group that is deleted still has its id.
      return name === undefined ? [] : [{ id, name }];
    });
    return groups.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** What is known on this node is out of date. */
  forget(): void {
    this.cache.forget(ALL);
  }
}

function known(all: ReadonlyMap<string, KnownGroup>): Known {
  const entries = [...all];
  return {
    names: new Map(entries.map(([id, { name }]) => [id, name])),
    floors: new Map(
      entries.flatMap(([id, { requireAcr }]) => (requireAcr === null ? [] : [[id, requireAcr]])),
    ),
  };
}
