import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ForeseenEffects } from '#platform/changes';
import { LiveAuthorizations } from './live-authorizations.js';

/** What a dry run says of authorizations that would end. */
@Injectable()
export class AuthorizationForesight implements OnModuleInit {
  constructor(
    private readonly effects: ForeseenEffects,
    private readonly authorizations: LiveAuthorizations,
  ) {}

  onModuleInit(): void {
    const ofPerson = ['user.disabled', 'user.deleted', 'password.changed'] as const;
    this.effects.register(
      [...ofPerson, 'authenticators.reset', 'authorizations.revoked'],
      async ({ userId }) => ({
        authorizationsEnded: await this.authorizations.count({ user_id: userId }),
      }),
    );
    this.effects.register(['client.disabled', 'client.deleted'], async ({ clientId }) => ({
      authorizationsEnded: await this.authorizations.count({ client_id: clientId }),
    }));
  }
}
