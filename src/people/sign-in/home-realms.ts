import { Injectable } from '@nestjs/common';
import type { Browser } from '#platform/http';
import { Parameters } from '#protocol';
import { IdentityProviders } from '#registry/identity-providers';
import type { User } from '#people/users';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';
import { Journeys } from './journeys.js';
import { runStrategy } from './methods/passport-bridge.js';
import { SignInMethods } from './methods/sign-in-methods.js';

/** Sends those home whom the application has named with `login_hint`. */
@Injectable()
export class HomeRealms {
  constructor(
    private readonly interactions: Interactions,
    private readonly methods: SignInMethods,
    private readonly journeys: Journeys,
    private readonly providers: IdentityProviders,
  ) {}

  /** Once: whoever comes back without a proof chooses. @returns false where they are asked here */
  async lead(
    interaction: Interaction,
    person: User | undefined,
    browser: Browser,
  ): Promise<boolean> {
    const hint = interaction.parameters.get('login_hint');
    if (hint === undefined || person !== undefined || interaction.identifier !== undefined) {
      return false;
    }
    if ((await this.providers.ofDomain(domainIn(hint))) === undefined) return false;
    const { uid } = interaction;
    await this.interactions.recordIdentifier(uid, hint);
    const { name, path, method } = this.methods.at('upstream');
    const session: Record<string, unknown> = {};
    const form = Parameters.from({ identifier: hint });
    const outcome = await runStrategy(method.strategy, {
      ...{ method: 'POST', url: `/interaction/${uid}/${path}`, headers: browser.headers },
      ...{ query: {}, body: form.toJSON(), session },
      attempt: { interaction, browser, person: undefined, form },
    });
    if (outcome.kind !== 'redirect') return false;
    this.journeys.begin({ uid, name, path, session }, browser);
    browser.redirect(outcome.url);
    return true;
  }
}

const domainIn = (identifier: string): string => identifier.trim().split('@').at(-1) ?? '';
