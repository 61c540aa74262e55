import type { ModuleRef } from '@nestjs/core';
import type { Type } from '@nestjs/common';
import { type CallingAuthor, personByThemselves } from '#platform/changes';
import {
  accessOf,
  type Browser,
  ErrorForPeople,
  isWithinReach,
  Problem,
  type StepUp,
} from '#platform/http';
import type { LiveSession } from '#people/sessions';
import { adminScopesOf, reachOf } from '#people/users';

type Handler = (...parameters: never[]) => Promise<unknown>;

/** The operations of a controller. */
type Operation<C> = { [Name in keyof C]: C[Name] extends Handler ? Name : never }[keyof C] & string;

/** What stands for the application in which the desk is. */
const DESK = 'desk';

/** Whoever is at the desk: they are given what operations of the admin API would answer a token of theirs, and no more. */
export class Visitor {
  private readonly scopes;

  constructor(
    readonly session: LiveSession,
    readonly browser: Browser,
    private readonly modules: ModuleRef,
  ) {
    this.scopes = adminScopesOf(session);
  }

  /** Whether they may do anything at all. */
  get isLetIn(): boolean {
    return this.scopes.size > 0;
  }

  may<C extends object>(controller: Type<C>, operation: Operation<C>): boolean {
    return this.authorFor(controller, operation) !== undefined;
  }

  /** How an operation has them sign in. */
  stepUpOf<C extends object>(controller: Type<C>, operation: Operation<C>): StepUp | undefined {
    const access = accessOf(handlerOf(controller, operation));
    return access?.kind === 'scope' ? access.stepUp : undefined;
  }

  /**
   * Has an operation answer, which decides about its objects itself.
   * @param ask hands it its parameters
   * @throws ErrorForPeople 404 where they may not call it, or what it is about is not there for them
   */
  async ask<C extends object, Name extends Operation<C>, Answer>(
    controller: Type<C>,
    operation: Name,
    ask: (handler: C[Name], author: CallingAuthor) => Promise<Answer>,
  ): Promise<Answer> {
    const author = this.authorFor(controller, operation);
    if (author === undefined) throw notHere();
    const instance = this.modules.get<C>(controller, { strict: false });
    const handler = (instance[operation] as Handler).bind(instance) as C[Name];
    try {
      return await ask(handler, author);
    } catch (error) {
      if (error instanceof Problem && error.status === 404) throw notHere();
      throw error;
    }
  }

  /** The same where a page says less to those who may not call it. */
  async askIfAllowed<C extends object, Name extends Operation<C>, Answer>(
    controller: Type<C>,
    operation: Name,
    ask: (handler: C[Name], author: CallingAuthor) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    return this.may(controller, operation) ? this.ask(controller, operation, ask) : undefined;
  }

  /** As the guard of tokens makes it (`tokens/bearer`). */
  private authorFor<C extends object>(
    controller: Type<C>,
    operation: Operation<C>,
  ): CallingAuthor | undefined {
    const handler = handlerOf(controller, operation);
    const access = accessOf(handler);
    if (access?.kind !== 'scope' || access.resource !== '/admin') return undefined;
    const { session, scopes } = this;
    const { userId, authTime } = session;
    const reach = reachOf({ ...session, sub: userId }, access.scope);
    if (!scopes.has(access.scope)) return undefined;
    if (reach !== undefined && !isWithinReach(handler)) return undefined;
    const token = { clientId: DESK, authorizationId: undefined };
    const caller = { ...token, userId, authTime, scope: scopes, reach };
    return { ...personByThemselves(userId, this.browser), caller };
  }
}

function handlerOf<C extends object>(controller: Type<C>, operation: Operation<C>): Handler {
  return (controller.prototype as C)[operation] as Handler;
}

/** What is out of reach is not there. */
export const notHere = () => new ErrorForPeople('notAtDesk', { status: 404 });
