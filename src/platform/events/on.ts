import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { Event, EventType } from './event.js';

/**
 * Marks the method of a provider that acts on events of these types: a {@link Listener}. It runs when they
 * are recorded, and not for what is only noted, which changes nothing.
 */
export const On = DiscoveryService.createDecorator<readonly EventType[]>();

/** Acts on an event in the transaction of its change: when it fails, nothing is changed. */
export type Listener = (event: Event, manager: EntityManager) => Promise<void>;

export interface Listening {
  readonly types: readonly EventType[];
  readonly listener: Listener;
}

/** The listeners of all providers. */
export function listenersOf(discovery: DiscoveryService): Listening[] {
  const scanner = new MetadataScanner();
  return discovery.getProviders().flatMap((wrapper) => {
    const instance = wrapper.instance as Record<string, Listener> | null | undefined;
    if (wrapper.isNotMetatype || typeof instance !== 'object' || instance === null) return [];
    const names = scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object);
    return names.flatMap((name) => {
      const types = discovery.getMetadataByDecorator(On, wrapper, name);
      const listener: Listener = async (event, manager) => instance[name]?.(event, manager);
      return types === undefined ? [] : { types, listener };
    });
  });
}
