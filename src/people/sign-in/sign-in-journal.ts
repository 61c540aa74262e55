import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { ANONYMOUS, type Browser } from '#platform/http';
import { epochSeconds } from '#protocol';
import type { User } from '#people/users';
import type { Interaction } from './interaction.js';
import type { RegisteredMethod } from './methods/sign-in-method.js';

/** How long an account has only just begun, in seconds. */
const JUST_BEGUN = 24 * 3600;

/** Tells the journal of proofs, except those of methods that do it themselves. */
@Injectable()
export class SignInJournal {
  constructor(private readonly events: Events) {}

  succeeded(
    { name, method }: RegisteredMethod,
    { sub: userId }: User,
    { clientId }: Interaction,
    { origin }: Browser,
  ): void {
    if (method.recordsItself) return;
    const actor = { kind: 'user', id: userId } as const;
    const facts = { method: name };
    this.events.note({ type: 'login.succeeded', actor, clientId, userId, origin, facts });
    if (method.recovers !== true) return;
    this.events.note({ type: 'login.recovered', actor, clientId, userId, origin, facts });
  }

  /** Where they have never been before. It is no news of somebody who has just got their account. */
  newBrowser(
    { sub: userId, createdAt }: User,
    { clientId }: Interaction,
    { origin }: Browser,
  ): void {
    if (epochSeconds() - createdAt < JUST_BEGUN) return;
    const actor = { kind: 'user', id: userId } as const;
    this.events.note({ type: 'login.new_browser', actor, clientId, userId, origin });
  }

  /** Whoever has the first of somebody's factors has tried too often to guess the second. */
  factorsLocked({ sub: userId }: User, { clientId }: Interaction, { origin }: Browser): void {
    this.events.note({
      ...{ type: 'user.factors_locked', actor: ANONYMOUS, clientId, userId, origin },
    });
  }

  /** @param person whose second factor it would have been */
  failed(
    { name, method }: RegisteredMethod,
    person: User | undefined,
    { clientId }: Interaction,
    { origin }: Browser,
    reason = 'wrong proof',
  ): void {
    if (method.recordsItself) return;
    const about = { clientId, userId: person?.sub, origin };
    const facts = { method: name, reason };
    this.events.note({ type: 'login.failed', actor: ANONYMOUS, ...about, facts });
  }
}
