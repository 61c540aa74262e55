import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CallingAuthor } from '#platform/changes';
import { Leases } from '#platform/housekeeping';
import { pointerTo, Problem } from '#platform/http';
import { type Asked, Configurator, faultsOf, type Step } from './configurator.js';

const LEASE = 'configuration';
/** Seconds in which one step is done. Whoever is killed keeps others waiting for no longer. */
const STEP = 30;

export interface Applied {
  /** In the facts of each event that came of it. */
  readonly change_id: string;
  readonly done: readonly Step[];
}

/** Makes what was planned so: one at a time among all nodes. */
@Injectable()
export class Applications {
  /** A lease is a node's: within one, this. */
  private applying = false;

  constructor(
    private readonly configurator: Configurator,
    private readonly leases: Leases,
  ) {}

  /**
   * @param plan what was looked at
   * @throws Problem 412 when it is older than what is there, or another is being applied
   */
  async apply(asked: Asked, plan: string, author: CallingAuthor): Promise<Applied> {
    if (this.applying || !(await this.leases.acquire(LEASE, STEP))) throw stale(BUSY);
    this.applying = true;
    try {
      return await this.run(asked, plan, author);
    } finally {
      this.applying = false;
      await this.leases.acquire(LEASE, 0);
    }
  }

  private async run(asked: Asked, plan: string, author: CallingAuthor): Promise<Applied> {
    const planned = await this.configurator.plan(asked, author);
    if (planned.plan !== plan) throw stale(OLD);
    const change_id = randomUUID();
    const done: Step[] = [];
    for (const step of planned.steps) {
      if (!(await this.leases.acquire(LEASE, STEP))) throw stale(BUSY);
      try {
        const each = { ...author, ifMatch: undefined, changeId: change_id };
        await this.configurator.apply(step, asked, planned.current.ids, each);
      } catch (error) {
        throw stopped(error, step, { change_id, done });
      }
      done.push(step);
    }
    return { change_id, done };
  }
}

const BUSY = 'Another configuration is being applied. Plan again when that is done.';
const OLD = 'What is configured is not what the plan was made for. Plan again.';

const stale = (detail: string) => new Problem('precondition-failed', detail);

/** At the first that cannot be: what is done stays done, and is told. */
function stopped(error: unknown, { kind, name }: Step, applied: Applied): Problem {
  const errors = faultsOf(error, [kind, name]).map(({ path, detail }) => ({
    ...{ pointer: pointerTo(['configuration', ...path]), detail },
  }));
  const detail = `It stopped at ${kind} ${name}; ${String(applied.done.length)} steps are done.`;
  return new Problem('conflict', detail, { errors, extensions: { ...applied } });
}
