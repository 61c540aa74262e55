import { Injectable } from '@nestjs/common';
import { Journal, type StoredEvent } from '#platform/events';
import { type Spoken, type Texts, textsFor } from '#platform/texts';
import { epochSeconds } from '#protocol';
import { Clients } from '#registry/clients';
import type { AccountActivity } from './account.pages.js';

/** How far people look back, in seconds. */
const LOOK_BACK = 90 * 86_400;
/** Limit: what happened that somebody sees of their account, the newest first; the download has all of it. */
const MAX_SHOWN = 100;

type Told = keyof Texts['account']['activity']['types'];

const BY = {
  user: 'byAdministrator',
  client: 'byApplication',
  system: 'byServer',
  anonymous: 'byServer',
} as const;

/** What happened to somebody's account, in words. */
@Injectable()
export class Activity {
  constructor(
    private readonly journal: Journal,
    private readonly clients: Clients,
  ) {}

  async of(userId: string): Promise<Spoken<AccountActivity>[]> {
    const { types } = textsFor().account.activity;
    const told = Object.keys(types) as Told[];
    const since = epochSeconds() - LOOK_BACK;
    const events = await this.journal.ofPerson(userId, told, { since, limit: MAX_SHOWN });
    return Promise.all(events.map((event) => this.inWords(event, userId)));
  }

  private async inWords(event: StoredEvent, userId: string): Promise<Spoken<AccountActivity>> {
    const { at, type, actor, clientId, facts } = event;
    const own = actor.id === userId || actor.kind === 'anonymous';
    const client = clientId === undefined ? undefined : await this.clients.find(clientId);
    return {
      at,
      what: (t) => t.account.activity.types[type as Told],
      by: own ? undefined : (t) => t.account.activity[BY[actor.kind]],
      clientName: client?.name ?? clientId,
      // Where an admin sits is nobody else's business.
      ip: own && typeof facts['ip'] === 'string' ? facts['ip'] : undefined,
    };
  }
}
