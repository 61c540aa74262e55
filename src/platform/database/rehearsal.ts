import { AsyncLocalStorage } from 'node:async_hooks';

/** What would have happened, as the journal would tell it. */
export interface WouldHappen {
  readonly type: string;
  readonly clientId?: string | undefined;
  readonly userId?: string | undefined;
  readonly object?: { readonly kind: string; readonly id: string } | undefined;
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A dry run: all of a request is done, every check included, and each of its transactions is rolled back. Where
 * one would have done something, the request ends with {@link Rehearsed}, so that nothing follows from it.
 */
export class Rehearsal {
  private static readonly running = new AsyncLocalStorage<Rehearsal>();

  readonly events: WouldHappen[] = [];
  readonly warnings: { readonly pointer: string; readonly detail: string }[] = [];

  static get current(): Rehearsal | undefined {
    return Rehearsal.running.getStore();
  }

  run<T>(work: () => T): T {
    return Rehearsal.running.run(this, work);
  }
}

/** It would have been done. */
export class Rehearsed extends Error {}

/** Rolls a transaction back, and carries what its work gave. */
export class RolledBack extends Error {
  constructor(readonly result: unknown) {
    super('this is a dry run');
  }
}
