import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Rehearsal, Transactions } from '#platform/database';
import { type Event, Events } from '#platform/events';
import { Problem } from '#platform/http';
import { OAuthError } from '#protocol';
import type { Aggregate, Version } from './aggregate.js';
import type { Author } from './author.js';
import { type MemberProblem, type Plan, type PlannedEvent, problem } from './plan.js';
import type { Put } from './put.js';
import { RefusedChange } from './refused-change.js';

/** Limit: tries of a change that somebody else is always ahead of. */
const MAX_TRIES = 20;
/** Limit: bytes of one thing as it is stored; a text column takes 64 kB on MySQL (attack S20). */
const MAX_STORED = 64_000;
/** How much longer each try waits at most, in milliseconds: those that met do not meet again. */
const BACK_OFF = 10;

/** A change that was made; or that would have changed nothing, and `made` is undefined. */
export interface Changed<Stored, Made> {
  readonly stored: Stored;
  readonly made: Made | undefined;
}

/** How one thing is found, created and replaced by the name that others have for it. */
export interface Putting<Result> {
  /** @returns its id, if it is there */
  readonly find: () => Promise<string | undefined>;
  readonly create: () => Promise<Result>;
  readonly replace: (id: string) => Promise<Result>;
}

/**
 * How everything changes that a management API can change: *plan*, *check*, *apply*. What is decided
 * stands in the plan; here stand the version, the next try, the transaction and its events.
 */
@Injectable()
export class Changes {
  constructor(
    private readonly transactions: Transactions,
    private readonly events: Events,
  ) {}

  /** Plan and check: what would come of it. @throws RefusedChange */
  async preview<Stored extends Version, Value, Made>(
    aggregate: Aggregate<Stored, Value, Made>,
    plan: Plan<Value>,
    before?: Stored,
  ): Promise<Plan<Value>> {
    refuseFor(plan.problems);
    refuseFor(sizeProblems(plan.value));
    refuseFor((await aggregate.check?.(plan, before)) ?? []);
    Rehearsal.current?.warnings.splice(0, Infinity, ...plan.warnings);
    return plan;
  }

  /**
   * @param alongside what is stored in the same transaction
   * @throws RefusedChange
   */
  async create<Stored extends Version, Value, Made>(
    aggregate: Aggregate<Stored, Value, Made>,
    id: string,
    plan: Plan<Value>,
    author: Author,
    alongside?: (manager: EntityManager, id: string) => Promise<unknown>,
  ): Promise<{ stored: Stored; made: Made }> {
    await this.preview(aggregate, plan);
    const made = await this.make(aggregate, plan, undefined);
    const stored = await this.write(aggregate, id, async (manager) => {
      await aggregate.insert(manager, id, plan, made);
      await alongside?.(manager, id);
      await this.record(manager, plan.events, author);
      return aggregate.find(id, manager);
    });
    if (stored === undefined) throw new Error(`the new ${aggregate.noun} cannot be read`);
    return { stored, made };
  }

  /**
   * Changes what is there now. Where somebody else was first, the change is planned again on what they
   * left, unless its author asked for a certain version.
   * @param alongside writes what belongs to it elsewhere, before anybody acts on its events
   * @throws RefusedChange; Problem 404, 412; OAuthError 503
   */
  async change<Stored extends Version, Value, Made>(
    aggregate: Aggregate<Stored, Value, Made>,
    id: string,
    planOf: (before: Stored) => Plan<Value>,
    author: Author,
    alongside?: (manager: EntityManager, stored: Stored) => Promise<void>,
  ): Promise<Changed<Stored, Made>> {
    return this.inTurn(aggregate, id, author, async (before) => {
      const plan = await this.preview(aggregate, planOf(before), before);
      if (plan.events.length === 0) return { stored: before, made: undefined };
      const made = await this.make(aggregate, plan, before);
      const stored = await this.write(aggregate, id, async (manager) => {
        if (!(await aggregate.update(manager, before, plan, made))) return undefined;
        const after = await aggregate.find(id, manager);
        if (after !== undefined) await alongside?.(manager, after);
        await this.record(manager, plan.events, author);
        return after;
      });
      return stored && { stored, made };
    });
  }

  /**
   * @param alongside judges or writes what belongs to it elsewhere, when it is gone already
   * @returns what was deleted. @throws RefusedChange; Problem 404, 412; OAuthError 503
   */
  async delete<Stored extends Version, Value, Made>(
    aggregate: Aggregate<Stored, Value, Made>,
    id: string,
    planOf: (before: Stored) => Plan<Stored>,
    author: Author,
    alongside?: (manager: EntityManager, before: Stored) => Promise<void>,
  ): Promise<Stored> {
    return this.inTurn(aggregate, id, author, async (before) => {
      const { problems, events } = planOf(before);
      refuseFor(problems);
      return this.write(aggregate, id, async (manager) => {
        if (!(await aggregate.delete(manager, before))) return undefined;
        await alongside?.(manager, before);
        await this.record(manager, events, author);
        return before;
      });
    });
  }

  /**
   * Creates what is not there, or replaces it. Of two who create it at the same time, one replaces what the other made.
   * @throws RefusedChange; Problem 412; OAuthError 503
   */
  async put<Result>(
    noun: string,
    { ifMatch }: Author,
    { find, create, replace }: Putting<Result>,
  ): Promise<Put<Result>> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const id = await find();
      try {
        if (id !== undefined) return { created: false, result: await replace(id) };
        if (ifMatch !== undefined) throw preconditionFailed(noun);
        return { created: true, result: await create() };
      } catch (error) {
        const met = error instanceof Problem && (await find()) !== id;
        if (!met) throw error;
      }
    }
    throw OAuthError.temporarilyUnavailable(`others keep changing this ${noun}`);
  }

  private async make<Stored extends Version, Value, Made>(
    aggregate: Aggregate<Stored, Value, Made>,
    plan: Plan<Value>,
    before: Stored | undefined,
  ): Promise<Made> {
    if (Rehearsal.current === undefined) await aggregate.prepare?.(plan);
    return aggregate.make(plan, before);
  }

  /** @param attempt gives undefined when somebody else was first */
  private async inTurn<Stored extends Version, Value, Made, Result>(
    aggregate: Aggregate<Stored, Value, Made>,
    id: string,
    { ifMatch, ifNoneMatch }: Author,
    attempt: (before: Stored) => Promise<Result | undefined>,
  ): Promise<Result> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (tries > 0) await sleep(randomInt(tries * BACK_OFF));
      const before = await aggregate.find(id);
      if (before === undefined) throw Problem.notFound(aggregate.noun);
      const { version } = before;
      const met = (ifMatch?.accepts(version) ?? true) && (ifNoneMatch?.accepts(version) ?? true);
      if (!met) throw preconditionFailed(aggregate.noun);
      const result = await attempt(before);
      if (result !== undefined) return result;
    }
    throw OAuthError.temporarilyUnavailable(`others keep changing this ${aggregate.noun}`);
  }

  private async write<Stored extends Version, Value, Made, Result>(
    aggregate: Aggregate<Stored, Value, Made>,
    id: string,
    work: (manager: EntityManager) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.transactions.run(work);
    } finally {
      // Also when it failed: the answer to COMMIT may have been lost on its way.
      aggregate.forget?.(id);
    }
  }

  private async record(
    manager: EntityManager,
    events: readonly PlannedEvent[],
    { actor, origin, via, changeId }: Author,
  ): Promise<void> {
    const more = {
      ...(via === undefined ? {} : { via }),
      ...(changeId === undefined ? {} : { change_id: changeId }),
    };
    const told = events.map((event): Event => ({
      ...event,
      actor,
      origin,
      ...(Object.keys(more).length === 0 ? {} : { facts: { ...event.facts, ...more } }),
    }));
    await this.events.record(manager, ...told);
  }
}

function refuseFor([first, ...more]: readonly MemberProblem[]): void {
  if (first !== undefined) throw new RefusedChange(first, ...more);
}

function preconditionFailed(noun: string): Problem {
  const detail = `The ${noun} was changed meanwhile. Read it again.`;
  return new Problem('precondition-failed', detail);
}

/** By the size that is stored: in JSON some characters take twice their size, or six times. */
function sizeProblems(value: unknown): MemberProblem[] {
  if (Buffer.byteLength(JSON.stringify(value)) <= MAX_STORED) return [];
  const most = String(MAX_STORED);
  return problem('', `It is too large: all in all it may take ${most} bytes when it is stored.`);
}
