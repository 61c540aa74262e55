import { DiscoveryService } from '@nestjs/core';

/** Marks the provider that delivers the messages of a lane: a {@link LaneHandler}. */
export const Lane = DiscoveryService.createDecorator<string>();

/** A message for one attempt. */
export interface Message {
  readonly id: string;
  readonly key: string;
  readonly recipient: string;
  readonly payload: unknown;
  /** How often it has been tried, this time included. */
  readonly attempts: number;
}

export interface LaneHandler {
  /** @throws when it has to be tried again */
  deliver(message: Message): Promise<void>;
}

export interface FoundLane {
  readonly name: string;
  readonly handler: LaneHandler;
}

/** The lanes of all providers. */
export function lanesOf(discovery: DiscoveryService): FoundLane[] {
  return discovery.getProviders({ metadataKey: Lane.KEY }).map((wrapper) => ({
    name: discovery.getMetadataByDecorator(Lane, wrapper) as string,
    handler: wrapper.instance as LaneHandler,
  }));
}
