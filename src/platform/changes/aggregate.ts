import type { EntityManager } from 'typeorm';
import type { MemberProblem, Plan } from './plan.js';

/** Counts the changes of an aggregate: what a guarded write compares. */
export interface Version {
  readonly version: number;
}

/**
 * How things of one kind are stored: a row with its version, and what belongs to it.
 *
 * `Value` is what a plan decides. `Made` is what storing it takes and takes time or chance: the hash of a
 * password, a new secret.
 */
export interface Aggregate<Stored extends Version, Value, Made = undefined> {
  /** As in "There is no such client." */
  readonly noun: string;

  find(id: string, manager?: EntityManager): Promise<Stored | undefined>;

  /** What others say to it. Asked only when the plan itself has no problem. */
  check?(plan: Plan<Value>, before: Stored | undefined): Promise<readonly MemberProblem[]>;

  /** Stores what has to be there before, whatever becomes of the change. A dry run goes without. */
  prepare?(plan: Plan<Value>): Promise<void>;

  /** Outside the transaction, which on SQLite keeps everybody else waiting. */
  make(plan: Plan<Value>, before: Stored | undefined): Made | Promise<Made>;

  /** @throws RefusedChange when something that has to be unique is taken */
  insert(manager: EntityManager, id: string, plan: Plan<Value>, made: Made): Promise<void>;

  /**
   * Writes the row where it still has the version of `before`, and then what belongs to it.
   * @returns false when somebody else was first
   * @throws RefusedChange
   */
  update(manager: EntityManager, before: Stored, plan: Plan<Value>, made: Made): Promise<boolean>;

  /** The same for its end. */
  delete(manager: EntityManager, before: Stored): Promise<boolean>;

  /** Drops what this node remembers of it. */
  forget?(id: string): void;
}
