import { Controller, Get, Res, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { EVENT_TYPES, type ToldEvent } from '#platform/events';
import {
  Browser,
  type HttpReply,
  PageEndpoint,
  Problem,
  QueryParameters,
  readQuery,
  RequireSession,
} from '#platform/http';
import type { Parameters } from '#protocol';
import { EventsController, ListEventsRequest } from '#endpoints/admin';
import { CurrentSession, type LiveSession } from '#people/sessions';
import { Desk } from './desk.js';
import { deskEventsPage } from './desk.pages.js';
import type { Visitor } from './visitor.js';

const EVENTS = '/desk/events';

/** As the form names them, in its order. */
const FILTERS = ['type', 'outcome', 'user', 'actor', 'client', 'ip', 'request_id', 'from', 'to'];
const TYPES = Object.keys(EVENT_TYPES).sort();
/** Limit: events on a page of the desk. */
const PAGE = 50;
const DAY = 24 * 3600;

/** What happened, by filters, and the same as a file. */
@ApiExcludeController()
@PageEndpoint('other', { answersLong: true })
@Controller('desk/events')
export class DeskEventsController {
  constructor(private readonly desk: Desk) {}

  @RequireSession(EVENTS)
  @Get()
  async show(
    @CurrentSession() session: LiveSession,
    @QueryParameters() query: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const visitor = await this.desk.admit(session, new Browser(reply));
    const filters = filtersIn(query);
    const { wrong, items, next } = await this.page(visitor, filters, query.get('cursor'));
    const page = deskEventsPage.render({
      ...this.desk.frameFor(visitor),
      ...{ types: TYPES, filters, events: items.map(shown) },
      wrong: Object.fromEntries(wrong.map((name) => [name, true])),
      nextUrl: next && `${EVENTS}?${withParameters({ ...filters, cursor: next })}`,
      exportUrl: `${EVENTS}/export?${withParameters(filters)}`,
    });
    visitor.browser.show(page, { status: wrong.length === 0 ? 200 : 400 });
  }

  @RequireSession(EVENTS)
  @Get('export')
  async export(
    @CurrentSession() session: LiveSession,
    @QueryParameters() query: Parameters,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<StreamableFile> {
    const visitor = await this.desk.admit(session, new Browser(reply));
    const asked = inSeconds(filtersIn(query));
    const lines = await visitor.ask(EventsController, 'list', async (list) =>
      list(await readQuery(ListEventsRequest, asked), 'application/jsonl'),
    );
    if (!(lines instanceof StreamableFile)) throw new Error('the journal gave a page');
    const disposition = 'attachment; filename="events.jsonl"';
    return new StreamableFile(lines.getStream(), { type: 'application/jsonl', disposition });
  }

  /** @returns names of the filters that will not do, or what they find */
  private async page(visitor: Visitor, filters: Filters, cursor: string | undefined) {
    const asked = { ...inSeconds(filters), limit: String(PAGE), ...(cursor && { cursor }) };
    try {
      const found = await visitor.ask(EventsController, 'list', async (list) =>
        list(await readQuery(ListEventsRequest, asked), undefined),
      );
      if (found instanceof StreamableFile) throw new Error('the journal gave lines');
      return { items: found.items, next: found.next, wrong: [] };
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 400) throw error;
      const wrong = (error.errors ?? []).flatMap((fault) =>
        'parameter' in fault ? fault.parameter : [],
      );
      // A cursor is nothing that somebody filled in.
      if (wrong.length === 0 || wrong.includes('cursor')) throw error;
      return { items: [], next: undefined, wrong };
    }
  }
}

type Filters = Readonly<Record<string, string>>;

function filtersIn(query: Parameters): Filters {
  const given = FILTERS.map((name) => [name, query.get(name)?.trim() ?? ''] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

/** Days, as people fill them in, from their first second to their last one. */
function inSeconds(filters: Filters): Filters {
  const { from, to, ...others } = filters;
  return {
    ...others,
    ...(from === undefined ? {} : { from: secondOf(from, 0) }),
    ...(to === undefined ? {} : { to: secondOf(to, DAY - 1) }),
  };
}

function secondOf(day: string, offset: number): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) / 1000 : NaN;
  // What is no day stays what it is, and is refused as such.
  return Number.isNaN(at) ? day : String(at + offset);
}

const withParameters = (parameters: Filters) => new URLSearchParams(parameters).toString();

function shown({ seq, at, type, outcome, facts, ...told }: ToldEvent) {
  const given = { ...told, ...(facts as Readonly<Record<string, unknown>> | undefined) };
  const text = (name: string) => {
    const value = (given as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    ...{ seq, at, type, failed: outcome === 'failure', actorKind: text('actor_kind') ?? '' },
    ...{ actor: text('actor'), user: text('user_id'), client: text('client_id') },
    ...{ ip: text('ip'), requestId: text('request_id') },
  };
}
