import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  ErrorForPeople,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import { epochSeconds } from '#protocol';
import { CurrentSession, type LiveSession } from '#people/sessions';
import { UsersController } from '#people/users';
import { ClientsController, type FindingResponse, LintController } from '#registry/clients';
import { GroupsController } from '#registry/groups';
import { Desk } from './desk.js';
import { deskClientPage, type DeskClientPage, type DeskFinding } from './desk.pages.js';
import { DESK } from './find.controller.js';
import type { Visitor } from './visitor.js';

/** Whose an application is, whether it is used, and what is wrong with it. */
@ApiExcludeController()
@PageEndpoint()
@Controller('desk/clients')
export class DeskClientController {
  constructor(private readonly desk: Desk) {}

  @RequireSession(DESK)
  @Get(':client_id')
  async show(
    @CurrentSession() session: LiveSession,
    @Param('client_id') id: string,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const visitor = await this.desk.admit(session, new Browser(reply));
    const client = await visitor.ask(ClientsController, 'read', async (read, { caller }) => {
      return (await read(id, caller)).body;
    });
    const { findings } = await visitor.ask(LintController, 'one', (lint, { caller }) =>
      lint(id, {}, caller),
    );
    const { secrets = [], owners = [], contacts = [] } = client;
    const used = secrets.flatMap(({ last_used_at: at }) => at ?? []);
    const now = epochSeconds();
    const page = deskClientPage.render({
      ...this.desk.frameFor(visitor),
      client: {
        ...{ id, name: client.client_name ?? id, disabled: client.disabled === true },
        unverified: client.unverified === true,
        method: client.token_endpoint_auth_method ?? '',
        ...{ createdAt: client.client_id_issued_at, updatedAt: client.updated_at },
        lastUsedAt: used.length === 0 ? undefined : Math.max(...used),
      },
      owners: await Promise.all(owners.map((owner) => named(visitor, owner))),
      contacts,
      secrets: secrets.map(({ label, hint, ...secret }) => ({
        ...{ label, hint, createdAt: secret.created_at },
        ...{ expiresAt: secret.expires_at, lastUsedAt: secret.last_used_at },
        expired: (secret.expires_at ?? Infinity) <= now,
      })),
      findings: findings.map(shownFinding),
    });
    visitor.browser.show(page);
  }
}

/** A person or a group, by name as far as that may be known. */
async function named(visitor: Visitor, id: string): Promise<DeskClientPage['owners'][number]> {
  const person = await found(() =>
    visitor.askIfAllowed(UsersController, 'read', (read, { caller }) => read(id, caller)),
  );
  if (person !== undefined) {
    return { name: person.body.name ?? person.body.username, sub: person.body.sub };
  }
  const group = await found(() =>
    visitor.askIfAllowed(GroupsController, 'read', (read, { caller }) => read(id, caller)),
  );
  return { name: group?.body.name ?? id };
}

async function found<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ErrorForPeople) return undefined;
    throw error;
  }
}

export function shownFinding(finding: FindingResponse): DeskFinding {
  const { rule, severity, detail, pointer, spec } = finding;
  return { rule, severity, detail, pointer, spec };
}
