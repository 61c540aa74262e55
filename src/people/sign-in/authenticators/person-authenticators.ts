import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Author, personByThemselves } from '#platform/changes';
import { isUniqueViolation, Transactions } from '#platform/database';
import { Events, type EventType } from '#platform/events';
import type { Browser } from '#platform/http';
import { type Parameters, rankOf, SEVERAL_FACTORS } from '#protocol';
import { AuthenticatorReset, SecondFactors, type User } from '#people/users';
import type {
  Authenticator,
  MethodPart,
  Refusal,
  RegisteredMethod,
} from '../methods/sign-in-method.js';
import { SignInMethods, strongest } from '../methods/sign-in-methods.js';

/** An authenticator of a person, and by what method they use it. */
export interface NamedAuthenticator extends Authenticator {
  readonly method: RegisteredMethod;
}

/** What somebody has to keep who gives up an authenticator. */
export interface KeptWithout {
  /** That they still have to reach. */
  readonly floor: string | undefined;
  /** Whether they can sign in with what is left. */
  wayIn(manager: EntityManager, left: readonly NamedAuthenticator[]): Promise<boolean>;
}

/** Longer names are cut. */
const MAX_NAME = 100;

/** What people and admins do with authenticators, whatever the method: each change with its event, or neither. */
@Injectable()
export class PersonAuthenticators {
  constructor(
    private readonly methods: SignInMethods,
    private readonly events: Events,
    private readonly resets: AuthenticatorReset,
    private readonly transactions: Transactions,
    private readonly factors: SecondFactors,
  ) {}

  /** What a person can set up. */
  enrollable({ secondFactor }: User): RegisteredMethod[] {
    const all = this.methods.all().filter(({ method }) => method.enrolment !== undefined);
    return all.filter(({ method }) => secondFactor || method.recovers !== true);
  }

  async list(userId: string, manager?: EntityManager): Promise<NamedAuthenticator[]> {
    const all: NamedAuthenticator[] = [];
    for (const method of this.managed()) {
      const theirs = (await method.method.authenticators?.list(userId, manager)) ?? [];
      all.push(...theirs.map((one) => ({ ...one, method })));
    }
    return all;
  }

  /** What the page that lists them holds besides, for scripts. */
  signals(person: User): Promise<MethodPart[]> {
    const parts = this.managed().map(({ method }) => method.authenticators?.signals?.(person));
    return Promise.all(parts.filter((part) => part !== undefined));
  }

  /**
   * Sets up what a person confirmed.
   * @returns how it is wrong; undefined when it is set up, by this form or by the same before it
   */
  async add(
    method: RegisteredMethod,
    person: User,
    form: Parameters,
    browser: Browser,
  ): Promise<Refusal | undefined> {
    const { enrolment, recovers } = method.method;
    const confirmed = await enrolment?.confirm(person, form, browser);
    if (confirmed === undefined || !('store' in confirmed)) return confirmed ?? {};
    const { sub: userId } = person;
    const author = personByThemselves(userId, browser);
    try {
      await this.transactions.run(async (manager) => {
        await this.factors.hold(manager, userId);
        if (!(await confirmed.store(manager))) return;
        if (recovers !== true) await this.factors.mark(manager, userId, true);
        const added = { method, id: confirmed.id };
        await this.record(manager, 'authenticator.added', added, userId, author);
      });
    } catch (error) {
      // Somebody else set up the same in this moment.
      if (!isUniqueViolation(error)) throw error;
      return {};
    }
    return undefined;
  }

  /** @returns false when the person has no such authenticator */
  async rename(userId: string, id: string, name: string, author: Author): Promise<boolean> {
    const wanted = name.trim().slice(0, MAX_NAME);
    const one = await this.find(userId, id);
    const authenticators = one?.method.method.authenticators;
    if (one === undefined || wanted === '') return false;
    return this.transactions.run(async (manager) => {
      const renamed = await authenticators?.rename?.(userId, id, wanted, manager);
      if (renamed !== true) return false;
      await this.record(manager, 'authenticator.renamed', one, userId, author);
      return true;
    });
  }

  /**
   * With the last one goes what recovers.
   * @param kept what they have to keep without it; absent: nothing
   * @returns `unknown` when the person has no such authenticator, `needed` when they could not sign in without it
   */
  async delete(
    userId: string,
    id: string,
    author: Author,
    kept?: KeptWithout,
  ): Promise<'deleted' | 'unknown' | 'needed'> {
    const one = await this.find(userId, id);
    if (one === undefined) return 'unknown';
    const authenticators = one.method.method.authenticators;
    return this.transactions.run(async (manager) => {
      // Whoever removes two at once removes one after the other.
      await this.factors.hold(manager, userId);
      const before = await this.list(userId, manager);
      if (!before.some((other) => other.id === id)) return 'unknown';
      const left = before.filter((other) => other.id !== id);
      if (!reaches(left, kept?.floor) && reaches(before, kept?.floor)) return 'needed';
      const wayIn = one.method.primary && kept !== undefined;
      if (wayIn && !(await kept.wayIn(manager, left))) return 'needed';
      await authenticators?.delete(userId, id, manager);
      const any = left.some(({ method }) => method.method.recovers !== true);
      if (!any) await this.resetAll(userId, manager);
      await this.record(manager, 'authenticator.removed', one, userId, author);
      return 'deleted';
    });
  }

  /**
   * Removes all, and ends everything that the person is signed in to; both, or neither.
   * @throws RefusedChange, Problem 404
   */
  async reset(userId: string, author: Author): Promise<void> {
    await this.resets.reset(userId, author, (manager) => this.resetAll(userId, manager));
  }

  /** Removes all that somebody has, as part of a change that ends what they are signed in to. */
  async removeAll(userId: string, manager: EntityManager, author: Author): Promise<void> {
    const { actor, origin, via } = author;
    await this.resetAll(userId, manager);
    const event = { type: 'authenticators.reset', actor, origin, userId, facts: { via } } as const;
    await this.events.record(manager, event);
  }

  private async resetAll(userId: string, manager: EntityManager): Promise<void> {
    for (const { method } of this.managed()) await method.authenticators?.reset(userId, manager);
    await this.factors.mark(manager, userId, false);
    await this.factors.changed(manager, userId);
  }

  private async find(userId: string, id: string): Promise<NamedAuthenticator | undefined> {
    return (await this.list(userId)).find((one) => one.id === id);
  }

  private managed(): RegisteredMethod[] {
    return this.methods.all().filter(({ method }) => method.authenticators !== undefined);
  }

  private async record(
    manager: EntityManager,
    type: EventType,
    { method, id }: { method: RegisteredMethod; id: string },
    userId: string,
    { actor, origin, via }: Author,
  ): Promise<void> {
    if (type !== 'authenticator.renamed') await this.factors.changed(manager, userId);
    const object = { kind: 'authenticator', id };
    const facts = { method: method.name, via };
    await this.events.record(manager, { type, actor, origin, userId, object, facts });
  }
}

/** Whether somebody with these reaches a floor that takes more than a password. */
function reaches(theirs: readonly NamedAuthenticator[], floor: string | undefined): boolean {
  if (rankOf(floor) < rankOf(SEVERAL_FACTORS)) return true;
  return rankOf(strongest(theirs.map(({ method }) => method))) >= rankOf(floor);
}
