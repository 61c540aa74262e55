import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { type Browser, ErrorForPeople } from '#platform/http';
import type { Spoken } from '#platform/texts';
import type { Parameters } from '#protocol';
import type { User } from '#people/users';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';
import { SignInMethods } from './methods/sign-in-methods.js';
import { PageClients } from './page-clients.js';
import type { PageClient } from './page-parts.js';
import { Proving } from './proving.js';

/** Where those who make an account come from, and go on to. */
@Injectable()
export class Newcomers {
  constructor(
    private readonly interactions: Interactions,
    private readonly methods: SignInMethods,
    private readonly pageClients: PageClients,
    private readonly proving: Proving,
    private readonly events: Events,
  ) {}

  /** The interaction of this browser, and the application that it is for; undefined when there is none any more. */
  async cameFrom(
    uid: string | undefined,
    browser: Browser,
  ): Promise<{ uid: string; client: Spoken<PageClient> | undefined } | undefined> {
    const interaction = await this.find(uid, browser);
    if (interaction === undefined || interaction.answered) return undefined;
    const { client, page } = await this.pageClients.shownIn(interaction);
    return { uid: interaction.uid, client: client === undefined ? undefined : page };
  }

  /**
   * They have just proven who they are, by the password that they chose, and go on where they came from.
   * @returns false where they came from nowhere, or in another browser
   */
  async goOn(
    user: User,
    uid: string | undefined,
    form: Parameters,
    browser: Browser,
  ): Promise<boolean> {
    const interaction = await this.find(uid, browser);
    if (interaction === undefined) return false;
    if (interaction.answered) {
      browser.redirect(interaction.returnTo);
      return true;
    }
    const { clientId } = interaction;
    const { sub: userId } = user;
    const actor = { kind: 'user', id: userId } as const;
    const facts = { method: 'sign-up' };
    this.events.note({
      ...{ type: 'login.succeeded', actor, clientId, userId, origin: browser.origin, facts },
    });
    const outcome = { kind: 'success', user, info: undefined } as const;
    await this.proving.settle(outcome, this.methods.at('login'), { interaction, form, browser });
    return true;
  }

  private async find(uid: string | undefined, browser: Browser): Promise<Interaction | undefined> {
    try {
      return uid === undefined ? undefined : await this.interactions.find(uid, browser);
    } catch (error) {
      if (error instanceof ErrorForPeople) return undefined;
      throw error;
    }
  }
}
