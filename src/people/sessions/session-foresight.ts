import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Effects, ForeseenEffects } from '#platform/changes';
import { Clients } from '#registry/clients';
import { SessionClientRepository } from './session-client.repository.js';
import { SessionRepository } from './session.repository.js';

/** Limit: clients that a dry run names. */
const MAX_NAMED = 100;

/** What a dry run says of sessions that would end, and of the clients that would be told. */
@Injectable()
export class SessionForesight implements OnModuleInit {
  constructor(
    private readonly effects: ForeseenEffects,
    private readonly sessions: SessionRepository,
    private readonly told: SessionClientRepository,
    private readonly clients: Clients,
  ) {}

  onModuleInit(): void {
    const all = [
      'user.disabled',
      'user.deleted',
      'password.changed',
      'authenticators.reset',
    ] as const;
    this.effects.register([...all, 'sessions.revoked'], async ({ userId, facts }) => {
      // Those that a filter has found.
      if (userId === undefined) return { sessionsEnded: Number(facts?.['count']) };
      return {
        sessionsEnded: await this.sessions.countLive({ user_id: userId }),
        ...(await this.named(await this.told.clientIdsOfUser(userId))),
      };
    });
    this.effects.register(['session.revoked'], async ({ object }) => ({
      sessionsEnded: 1,
      ...(await this.named(await this.told.clientIdsOf(object?.id ?? ''))),
    }));
  }

  private async named(ids: readonly string[]): Promise<Effects> {
    const named = ids
      .slice(0, MAX_NAMED)
      .map(async (id) => (await this.clients.find(id))?.name ?? id);
    return { clientsTold: (await Promise.all(named)).sort() };
  }
}
