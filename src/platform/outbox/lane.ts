import { DiscoveryService } from '@nestjs/core';

/** Marks the provider that delivers the messages of a lane: a {@link LaneHandler}. */
export const Lane = DiscoveryService.createDecorator<string>();

/** A message for one attempt. */
export interface Message {
  readonly id: string;
  readonly key: string;
  readonly recipient: string;
  readonly payload: unknown;
  /** When nobody needs to be told any more, seconds since the epoch. */
  readonly expiresAt: number;
  /** How often it has been tried, this time included. */
  readonly attempts: number;
}

/** Why a message will never be taken: it is not tried again. */
export class Undeliverable extends Error {}

export interface LaneHandler {
  /** How many recipients are told something at the same time by one node; sixteen unless told otherwise. */
  readonly recipients?: number;

  /** @throws Undeliverable when it is of no use; anything else when it has to be tried again */
  deliver(message: Message): Promise<void>;

  /** A message was given up. Where a lane has this, such messages are kept for a fortnight, to be looked at. */
  givenUp?(message: Message, reason: string): Promise<void> | void;
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
