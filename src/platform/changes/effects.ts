import { Injectable } from '@nestjs/common';
import { Rehearsal, Rehearsed, type WouldHappen } from '#platform/database';
import type { EventType } from '#platform/events';

/** What would come of a change for others. */
export interface Effects {
  readonly sessionsEnded?: number;
  readonly authorizationsEnded?: number;
  /** Clients that would be told, by name. */
  readonly clientsTold?: readonly string[];
}

/** @returns what comes of the event, as things are before it */
type Foresight = (event: WouldHappen) => Promise<Effects>;

/** Who can tell what would come of an event; asked in a dry run. */
@Injectable()
export class ForeseenEffects {
  private readonly foresights: { types: readonly string[]; foresee: Foresight }[] = [];

  register(types: readonly EventType[], foresee: Foresight): void {
    this.foresights.push({ types, foresee });
  }

  /** Does all of it and keeps nothing. */
  async rehearse(
    work: () => Promise<unknown>,
  ): Promise<{ rehearsal: Rehearsal; effects: Effects }> {
    const rehearsal = new Rehearsal();
    try {
      await rehearsal.run(work);
    } catch (error) {
      if (!(error instanceof Rehearsed)) throw error;
    }
    return { rehearsal, effects: await this.of(rehearsal.events) };
  }

  private async of(events: readonly WouldHappen[]): Promise<Effects> {
    let all: Effects = {};
    for (const { types: about, foresee } of this.foresights) {
      // Several events of one change tell of one end.
      const event = events.find(({ type }) => about.includes(type));
      if (event !== undefined) all = { ...all, ...(await foresee(event)) };
    }
    return all;
  }
}
