import type { CallingAuthor } from '#platform/changes';
import type { StepUp } from '#platform/http';
import type { Texts } from '#platform/texts';
import { UserSessionsController } from '#people/sessions';
import { UserAuthenticatorsController } from '#people/sign-in';
import { type UserDetailResponse, UsersController } from '#people/users';
import type { Visitor } from './visitor.js';

export type ActionName = keyof Texts['desk']['actions'];

/** What is done for somebody who calls: one operation of the admin API. */
export interface PersonAction {
  /** Whether it is of use to them as they are. */
  isOfUse(person: UserDetailResponse, factors: number): boolean;
  readonly danger: boolean;
  may(visitor: Visitor): boolean;
  stepUp(visitor: Visitor): StepUp | undefined;
  do(visitor: Visitor, sub: string): Promise<void>;
}

type Does = (sub: string, author: CallingAuthor) => Promise<void>;

const always = () => true;

export const ACTIONS: Readonly<Record<ActionName, PersonAction>> = {
  'reset-link': {
    ...{ danger: false, isOfUse: always },
    may: (visitor) => visitor.may(UsersController, 'invite'),
    stepUp: (visitor) => visitor.stepUpOf(UsersController, 'invite'),
    do: (visitor, sub) => visitor.ask(UsersController, 'invite', doing(sub)),
  },
  unlock: {
    ...{ danger: false, isOfUse: ({ locked }) => locked !== 'none' },
    may: (visitor) => visitor.may(UsersController, 'unlock'),
    stepUp: (visitor) => visitor.stepUpOf(UsersController, 'unlock'),
    do: (visitor, sub) => visitor.ask(UsersController, 'unlock', doing(sub)),
  },
  'end-sessions': {
    ...{ danger: true, isOfUse: always },
    may: (visitor) => visitor.may(UserSessionsController, 'endAll'),
    stepUp: (visitor) => visitor.stepUpOf(UserSessionsController, 'endAll'),
    do: (visitor, sub) => visitor.ask(UserSessionsController, 'endAll', doing(sub)),
  },
  'reset-factors': {
    ...{ danger: true, isOfUse: (_person, factors) => factors > 0 },
    may: (visitor) => visitor.may(UserAuthenticatorsController, 'reset'),
    stepUp: (visitor) => visitor.stepUpOf(UserAuthenticatorsController, 'reset'),
    do: (visitor, sub) => visitor.ask(UserAuthenticatorsController, 'reset', doing(sub)),
  },
};

function doing(sub: string) {
  return (handler: Does, author: CallingAuthor) => handler(sub, author);
}

export function isAction(name: string): name is ActionName {
  return Object.hasOwn(ACTIONS, name);
}
