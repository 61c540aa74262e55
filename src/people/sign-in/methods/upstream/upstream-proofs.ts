import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '#platform/http';
import { UpstreamSessions } from '#people/sessions';
import type { KeptUpstream } from '../../interaction.js';
import { Identities, ProviderEnded } from './identities.js';

/** What comes of a sign-in elsewhere once somebody is signed in here. */
@Injectable()
export class UpstreamProofs {
  constructor(
    private readonly identities: Identities,
    private readonly sessions: UpstreamSessions,
  ) {}

  /** Their session rests on it; or the account elsewhere becomes theirs, who have proven who they are. */
  async signedIn(
    session: { readonly id: string; readonly userId: string },
    upstream: KeptUpstream,
    origin: RequestOrigin,
  ): Promise<void> {
    const { id, userId } = session;
    if (upstream.linksTo === undefined) {
      await this.sessions.record(id, userId, upstream);
      return;
    }
    const { providerId, epoch, subject, email } = upstream;
    const identity = { provider: { id: providerId, epoch }, subject, email };
    const author = { actor: { kind: 'user', id: userId } as const, origin };
    try {
      await this.identities.link(userId, identity, 'proof', author);
    } catch (error) {
      // They have proven who they are all the same.
      if (!(error instanceof ProviderEnded)) throw error;
    }
  }
}
