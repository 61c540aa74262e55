import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { ANONYMOUS, type Browser } from '#platform/http';
import type { User } from '#people/users';
import type { Interaction } from './interaction.js';
import type { RegisteredMethod } from './methods/sign-in-method.js';

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
