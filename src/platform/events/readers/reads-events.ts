import { DiscoveryService } from '@nestjs/core';
import type { ToldEvent } from '../stored-event.js';
import type { Claimed } from './event-reader.repository.js';

/** Marks the provider that tells the readers of one kind: an {@link EventTeller}. */
export const ReadsEvents = DiscoveryService.createDecorator<string>();

/** Tells somebody outside of events, in their order, each at least once. */
export interface EventTeller {
  /**
   * Tells as many of these events as go at once; those that are not for this reader count as told.
   * @returns how many of them; at least one
   * @throws what has to be tried again later
   */
  tell(reader: Claimed, events: readonly ToldEvent[]): Promise<number>;
}

/** The tellers of all providers, by the kind of readers that each has. */
export function tellersOf(discovery: DiscoveryService): Map<string, EventTeller> {
  const found = discovery.getProviders({ metadataKey: ReadsEvents.KEY }).map((wrapper) => {
    const kind = discovery.getMetadataByDecorator(ReadsEvents, wrapper) as string;
    return [kind, wrapper.instance as EventTeller] as const;
  });
  return new Map(found);
}

/** The kind of a reader, by its name. */
export function kindOf(name: string): string {
  return name.split(':', 1)[0] ?? '';
}
