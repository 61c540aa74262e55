import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  ErrorForPeople,
  type HttpReply,
  PageEndpoint,
  QueryParameters,
  readQuery,
  RequireSession,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { ErrorsController, ListErrorsRequest, type SingleErrorResponse } from '#endpoints/admin';
import { CurrentSession, type LiveSession } from '#people/sessions';
import { ListUsersRequest, type UserResponse, UsersController } from '#people/users';
import { type ClientResponse, ClientsController, ListClientsRequest } from '#registry/clients';
import { Desk } from './desk.js';
import { type FoundClient, type FoundPerson, type FoundRefusal, findPage } from './desk.pages.js';
import type { Visitor } from './visitor.js';

export const DESK = '/desk';

/** Limit: of each kind that a search shows; whoever looks for one types more of its name. */
const MAX_FOUND = 20;
const MIN_QUERY = 2;
/** People read out no less of a reference. */
const REFERENCE = /^[\da-f-]{4,64}$/i;
/** What may be the `sub` of somebody. */
const IDENTIFIER = /^[\w-]{20,}$/;

/** Where somebody who calls is looked up, or what their error page said. */
@ApiExcludeController()
@PageEndpoint()
@Controller('desk')
export class FindController {
  constructor(private readonly desk: Desk) {}

  @RequireSession(DESK)
  @Get()
  async find(
    @CurrentSession() session: LiveSession,
    @QueryParameters() query: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const visitor = await this.desk.admit(session, new Browser(reply));
    const q = (query.get('q') ?? '').trim().slice(0, 254);
    const searched = q.length >= MIN_QUERY;
    const found = searched ? await search(visitor, q) : NOTHING;
    const seeks = {
      people: visitor.may(UsersController, 'list'),
      clients: visitor.may(ClientsController, 'list'),
      references: visitor.may(ErrorsController, 'list'),
    };
    const tooShort = q !== '' && !searched;
    const frame = this.desk.frameFor(visitor);
    visitor.browser.show(findPage.render({ ...frame, query: q, seeks, tooShort, ...found }));
  }
}

interface Found {
  readonly people: FoundPerson[];
  readonly clients: FoundClient[];
  readonly refusals: FoundRefusal[];
  readonly more: boolean;
}

const NOTHING: Found = { people: [], clients: [], refusals: [], more: false };

async function search(visitor: Visitor, q: string): Promise<Found> {
  const limit = String(MAX_FOUND);
  const people = await visitor.askIfAllowed(UsersController, 'list', async (list, { caller }) =>
    list(await readQuery(ListUsersRequest, { q, limit }), caller),
  );
  const clients = await visitor.askIfAllowed(ClientsController, 'list', async (list, { caller }) =>
    list(await readQuery(ListClientsRequest, { q, limit }), caller),
  );
  const refusals = REFERENCE.test(q)
    ? await visitor.askIfAllowed(ErrorsController, 'list', async (list) =>
        list(await readQuery(ListErrorsRequest, { reference: q, limit })),
      )
    : undefined;
  const bySub = IDENTIFIER.test(q) ? await personBySub(visitor, q) : [];
  return {
    people: [...bySub, ...(people?.items ?? []).map(foundPerson)],
    clients: (clients?.items ?? []).map(foundClient),
    refusals: await Promise.all(
      (refusals?.items ?? []).map(async ({ reference }) =>
        foundRefusal(await visitor.ask(ErrorsController, 'read', (read) => read(reference))),
      ),
    ),
    more: [people, clients, refusals].some((page) => page?.next !== undefined),
  };
}

async function personBySub(visitor: Visitor, sub: string): Promise<FoundPerson[]> {
  try {
    const found = await visitor.askIfAllowed(UsersController, 'read', (read, { caller }) =>
      read(sub, caller),
    );
    return found === undefined ? [] : [foundPerson(found.body)];
  } catch (error) {
    if (error instanceof ErrorForPeople) return [];
    throw error;
  }
}

export function foundPerson({ sub, name, username, email, disabled }: UserResponse): FoundPerson {
  return { sub, name: name ?? username, login: email ?? username, disabled };
}

function foundClient({ client_id: id, client_name: name = id, disabled }: ClientResponse) {
  return { id, name, disabled: disabled === true };
}

function foundRefusal({ client, ...refusal }: SingleErrorResponse): FoundRefusal {
  const { reference, at, endpoint, error, check, spec, expected, got, fix } = refusal;
  return {
    ...{ reference, at, endpoint, error, check, spec, expected, got, fix },
    client: client && {
      id: client.client_id,
      name: client.client_name,
      changedAt: client.last_change.at,
      changedBy: client.last_change.actor,
    },
  };
}
