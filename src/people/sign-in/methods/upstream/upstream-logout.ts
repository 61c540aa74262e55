import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Logger } from '#platform/logging';
import { IdentityProviders } from '#registry/identity-providers';
import { UpstreamSessions } from '#people/sessions';
import { UpstreamClient } from './upstream-client.js';

/** Where somebody who has signed out here can sign out too. */
export interface SignOutElsewhere {
  readonly name: string;
  readonly uri: string;
}

/** Whoever signs out here may still be signed in at the provider. */
@Injectable()
export class UpstreamLogout {
  constructor(
    private readonly providers: IdentityProviders,
    private readonly sessions: UpstreamSessions,
    private readonly client: UpstreamClient,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /** @param sessionId that has ended */
  async offered(sessionId: string): Promise<SignOutElsewhere | undefined> {
    if (!(await this.providers.exist())) return undefined;
    const signIn = await this.sessions.find(sessionId);
    const provider = signIn && (await this.providers.find(signIn.providerId));
    if (provider?.enabled !== true || signIn?.idToken === undefined) return undefined;
    const { idToken } = signIn;
    try {
      const uri = await this.client.endSessionUrl(provider, idToken, this.config.url('/logout'));
      return uri === undefined ? undefined : { name: provider.name, uri };
    } catch (error) {
      // They are signed out here all the same.
      const reason = error instanceof Error ? error.message : 'unknown';
      this.logger.write('warn', 'an identity provider does not say where people sign out', {
        reason,
      });
      return undefined;
    }
  }
}
