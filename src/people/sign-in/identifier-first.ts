import { Injectable } from '@nestjs/common';
import { IdentityProviders } from '#registry/identity-providers';
import type { User } from '#people/users';
import type { Interaction } from './interaction.js';

/**
 * Where some people are at home elsewhere, everybody is asked who they are before they are asked to prove it: the
 * domain of what they type, and nothing that is known of people, says where (attacks I01, I08).
 */
@Injectable()
export class IdentifierFirst {
  constructor(private readonly providers: IdentityProviders) {}

  /** Whether the page asks for that, and nothing else yet. */
  async asks(interaction: Interaction, person: User | undefined): Promise<boolean> {
    const { identifier, parameters, upstream } = interaction;
    const hinted = identifier === undefined && parameters.has('login_hint');
    const told = identifier !== undefined && identifier !== '';
    if (person !== undefined || upstream?.linksTo !== undefined || hinted || told) return false;
    return this.matters(interaction);
  }

  /** Whether it makes a difference to anybody. */
  async matters({ requirement }: Interaction): Promise<boolean> {
    const offered = await this.providers.offered();
    // Nobody says at one by OAuth 2 when people signed in.
    return offered.some(
      ({ domains, origin }) =>
        domains.length > 0 && (requirement.freshness === undefined || origin.kind === 'oidc'),
    );
  }
}
