import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { Event, EventType } from './event.js';

/**
 * Marks the method of a provider that acts on events of these types: a {@link Listener}. It runs when they
 * are recorded, and not for what is only noted, which changes nothing.
 */
export const On = DiscoveryService.createDecorator<readonly EventType[]>();

/** The same for what is only noted: it runs behind the answer, and what it fails at is logged. */
export const OnNoted = DiscoveryService.createDecorator<readonly EventType[]>();

/** Acts on an event in the transaction of its change: when it fails, nothing is changed. */
export type Listener = (event: Event, manager: EntityManager) => Promise<void>;

export interface Listening {
  readonly types: readonly EventType[];
  readonly listener: Listener;
}

/** Acts on an event that was noted. */
export type NotedListener = (event: Event) => Promise<void>;

export interface ListeningToNoted {
  readonly types: readonly EventType[];
  readonly listener: NotedListener;
}

/** The listeners of all providers. */
export function listenersOf(discovery: DiscoveryService): Listening[] {
  return methodsWith(discovery, On).map(({ types, call }) => ({ types, listener: call }));
}

export function notedListenersOf(discovery: DiscoveryService): ListeningToNoted[] {
  return methodsWith(discovery, OnNoted).map(({ types, call }) => ({ types, listener: call }));
}

type Call = (...args: readonly unknown[]) => Promise<void>;

function methodsWith(
  discovery: DiscoveryService,
  decorator: typeof On,
): { types: readonly EventType[]; call: Call }[] {
  const scanner = new MetadataScanner();
  return discovery.getProviders().flatMap((wrapper) => {
    const instance = wrapper.instance as Record<string, Call> | null | undefined;
    if (wrapper.isNotMetatype || typeof instance !== 'object' || instance === null) return [];
    const names = scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object);
    return names.flatMap((name) => {
      const types = discovery.getMetadataByDecorator(decorator, wrapper, name);
      const call: Call = async (...args) => instance[name]?.(...args);
      return types === undefined ? [] : { types, call };
    });
  });
}
