import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Browser, type HttpReply, PageEndpoint, readQuery, RequireSession } from '#platform/http';
import type { Said, Spoken } from '#platform/texts';
import { Activity, methodsInWords } from '#endpoints/account';
import {
  CurrentSession,
  ListUserSessionsRequest,
  type LiveSession,
  UserSessionsController,
} from '#people/sessions';
import { UserAuthenticatorsController } from '#people/sign-in';
import {
  isAdmin,
  UserDataController,
  type UserDetailResponse,
  UsersController,
} from '#people/users';
import { Desk } from './desk.js';
import { type PersonPage, personPage } from './desk.pages.js';
import { DESK } from './find.controller.js';
import { ACTIONS, type ActionName } from './person-actions.js';
import type { Visitor } from './visitor.js';

/** Limit: sessions, and things that happened, on the card of a person. */
const MAX_SHOWN = 20;

/** All that there is to know of somebody who calls, and what can be done for them. */
@ApiExcludeController()
@PageEndpoint()
@Controller('desk/people')
export class PersonController {
  constructor(
    private readonly desk: Desk,
    private readonly activity: Activity,
  ) {}

  @RequireSession(DESK)
  @Get(':sub')
  async show(
    @CurrentSession() session: LiveSession,
    @Param('sub') sub: string,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const visitor = await this.desk.admit(session, new Browser(reply));
    const person = await visitor.ask(UsersController, 'read', async (read, { caller }) => {
      return (await read(sub, caller)).body;
    });
    const sessions = await visitor.ask(UserSessionsController, 'list', async (list, { caller }) => {
      const query = { sort: '-last_seen_at', limit: String(MAX_SHOWN) };
      return list(sub, await readQuery(ListUserSessionsRequest, query), caller);
    });
    const factors = await visitor.ask(UserAuthenticatorsController, 'list', (list, { caller }) =>
      list(sub, caller),
    );
    const beyond = isBeyond(person, visitor);
    const page: Spoken<PersonPage> = {
      ...this.desk.frameFor(visitor),
      person: shown(person),
      sessions: sessions.items.map(({ user_agent, ip, amr, ...one }) => ({
        ...{ startedAt: one.created_at, lastSeenAt: one.last_seen_at },
        ...{ userAgent: user_agent, ip, proofs: methodsInWords(amr) },
      })),
      moreSessions: sessions.next !== undefined,
      factors: factors.items.map(({ name, amr, created_at, last_used_at }) => ({
        ...{ name, title: methodsInWords(amr) },
        ...{ createdAt: created_at, lastUsedAt: last_used_at },
      })),
      activity: visitor.may(UserDataController, 'read') ? await this.lately(sub) : [],
      actions: beyond ? [] : actionsFor(visitor, person, factors.items.length),
      beyond,
    };
    visitor.browser.show(personPage.render(page));
  }

  /** As much of it as the document of somebody's data tells. */
  private async lately(sub: string) {
    const all = await this.activity.of(sub);
    return all
      .slice(0, MAX_SHOWN)
      .map(({ at, what, by, clientName }) => ({ at, what, by, clientName }));
  }
}

/** Whoever has power over Gatehouse is helped by admins alone. */
export function isBeyond(
  { roles = [], admin_roles: parts }: UserDetailResponse,
  { session }: Visitor,
): boolean {
  return (isAdmin({ roles }) || parts.length > 0) && !isAdmin(session);
}

function shown(person: UserDetailResponse): Spoken<PersonPage['person']> {
  const { sub, username, email, email_verified, disabled, locked, groups, roles } = person;
  return {
    ...{
      sub,
      username,
      email: email ?? undefined,
      emailVerified: email_verified === true,
      disabled,
    },
    name: person.name ?? username,
    locked: locked === 'none' ? undefined : (t) => t.desk.locks[locked],
    newPassword: person.require_new_password,
    groups: groups.map(({ name }) => name),
    roles: [...(roles ?? []), ...person.admin_roles.map(({ id }) => id)],
    createdAt: person.created_at,
  };
}

function actionsFor(visitor: Visitor, person: UserDetailResponse, factors: number) {
  return (Object.keys(ACTIONS) as ActionName[])
    .filter((name) => ACTIONS[name].may(visitor) && ACTIONS[name].isOfUse(person, factors))
    .map((name) => ({
      ...{ name, danger: ACTIONS[name].danger },
      title: ({ desk }: Parameters<Said>[0]) => desk.actions[name].title,
    }));
}
