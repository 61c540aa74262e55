import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  type HttpReply,
  PageEndpoint,
  QueryParameters,
  readQuery,
  RequireSession,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { ListMailsRequest, MailController } from '#endpoints/admin';
import { CurrentSession, type LiveSession } from '#people/sessions';
import { ListUsersRequest, UsersController } from '#people/users';
import { LintAllRequest, LintController } from '#registry/clients';
import { shownFinding } from './client.controller.js';
import { Desk } from './desk.js';
import { attentionPage } from './desk.pages.js';
import { foundPerson } from './find.controller.js';
import type { Visitor } from './visitor.js';

const ATTENTION = '/desk/attention';
/** Limit: of each kind that the page shows. */
const MAX_SHOWN = 50;
/** Limit: clients that are looked at for one page. */
const MAX_LINTED = 200;
/** Beside what is an error: what stops working by itself. */
const EXPIRING = 'secret-expires';

/** What somebody had better look after. */
@ApiExcludeController()
@PageEndpoint()
@Controller('desk/attention')
export class AttentionController {
  constructor(private readonly desk: Desk) {}

  @RequireSession(ATTENTION)
  @Get()
  async show(
    @CurrentSession() session: LiveSession,
    @QueryParameters() query: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const visitor = await this.desk.admit(session, new Browser(reply));
    const page = attentionPage.render({
      ...this.desk.frameFor(visitor),
      locked: await lockedPeople(visitor),
      mails: await failedMails(visitor),
      ...(await ailingClients(visitor, query.get('cursor'))),
    });
    visitor.browser.show(page);
  }
}

async function lockedPeople(visitor: Visitor) {
  const query = { locked: 'true', limit: String(MAX_SHOWN) };
  const found = await visitor.askIfAllowed(UsersController, 'list', async (list, { caller }) =>
    list(await readQuery(ListUsersRequest, query), caller),
  );
  return found?.items.map(foundPerson);
}

async function failedMails(visitor: Visitor) {
  const query = { failed: 'true', limit: String(MAX_SHOWN) };
  const found = await visitor.askIfAllowed(MailController, 'list', async (list) =>
    list(await readQuery(ListMailsRequest, query)),
  );
  return found?.items.map(({ to, created_at: at, given_up: givenUp, reason }) => ({
    ...{ to, at, givenUp, reason },
  }));
}

async function ailingClients(visitor: Visitor, cursor: string | undefined) {
  const query = { severity: 'warning', limit: String(MAX_LINTED), ...(cursor && { cursor }) };
  const found = await visitor.askIfAllowed(LintController, 'all', async (lint, { caller }) =>
    lint(await readQuery(LintAllRequest, query), caller),
  );
  if (found === undefined) return {};
  const clients = found.items.map(({ client_id: id, client_name: name, findings }) => ({
    ...{ id, name },
    findings: findings
      .filter(({ severity, rule }) => severity === 'error' || rule === EXPIRING)
      .map(shownFinding),
  }));
  return {
    clients: clients.filter(({ findings }) => findings.length > 0),
    nextUrl: found.next && `${ATTENTION}?${new URLSearchParams({ cursor: found.next }).toString()}`,
  };
}
