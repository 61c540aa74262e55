import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { type Browser, ErrorForPeople } from '#platform/http';
import { type Interaction, Interactions, PageClients, wayOnTo } from '#people/sign-in';
import { Clients } from '#registry/clients';
import { Authorizations } from '#tokens';
import type { RedirectableRequest } from './authorization-request.js';
import { departure } from './departure.js';
import { type ResponseMode, type ResponseModeName, responseModes } from './response-modes/index.js';

/** An authorization response, as it can be given once more. */
export interface GivenAnswer {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly mode: ResponseModeName;
  /** Whether the person is shown first where it leads. */
  readonly departure: boolean;
  /** Form-encoded. */
  readonly parameters: string;
}

/**
 * Sends answers to clients. Whoever clicks twice sends the last form twice, and their browser drops what
 * came of the first: the second leads to the same answer.
 */
@Injectable()
export class GivenAnswers {
  constructor(
    private readonly config: Config,
    private readonly interactions: Interactions,
    private readonly authorizations: Authorizations,
    private readonly clients: Clients,
    private readonly pageClients: PageClients,
  ) {}

  /** `state` as it came, and always `iss`, so that servers cannot be mixed up (RFC 9207 §2). */
  to(
    { client, redirectUri, state }: RedirectableRequest,
    mode: ResponseMode,
    parameters: Readonly<Record<string, string>>,
  ): GivenAnswer {
    const answer = new URLSearchParams(parameters);
    if (state !== undefined) answer.set('state', state);
    answer.set('iss', this.config.issuer);
    const [clientId, modeName] = [client.id, mode.name];
    return {
      ...{ clientId, redirectUri, mode: modeName, departure: false },
      parameters: answer.toString(),
    };
  }

  async give(
    answer: GivenAnswer,
    interaction: Interaction | undefined,
    browser: Browser,
  ): Promise<void> {
    if (interaction !== undefined) {
      await this.interactions.recordAnswer(interaction.uid, JSON.stringify(answer));
    }
    await this.send(answer, browser);
  }

  /**
   * The answer that was given before, unless it is old or its code was redeemed: a code that comes back
   * would end what was issued for it (RFC 6749 §4.1.2).
   * @throws OAuthError with the way to the application instead
   */
  async repeat({ uid, clientId }: Interaction, browser: Browser): Promise<void> {
    const given = await this.interactions.answerOf(uid);
    const answer = given === undefined ? undefined : (JSON.parse(given) as GivenAnswer);
    const code = new URLSearchParams(answer?.parameters).get('code');
    if (answer === undefined || (code !== null && !(await this.authorizations.isUnused(code)))) {
      const client = clientId === undefined ? undefined : await this.clients.find(clientId);
      throw new ErrorForPeople('answeredAlready', {
        wayOn: client && wayOnTo(client),
        refusal: {
          ...{ check: 'given-answers', spec: 'RFC 6749 §4.1.2' },
          expected:
            'an interaction that was not answered, or the browser that was, within a minute',
          got: { found: 'one that was answered', client_id: client?.id },
        },
      });
    }
    await this.send(answer, browser);
  }

  private async send(answer: GivenAnswer, browser: Browser): Promise<void> {
    const mode = responseModes.get(answer.mode);
    if (mode === undefined) throw new Error(`there is no response mode ${answer.mode}`);
    const client = answer.departure ? await this.clients.find(answer.clientId) : undefined;
    const { write } =
      client === undefined ? mode : departure(await this.pageClients.of(client), mode);
    write(browser, answer.redirectUri, new URLSearchParams(answer.parameters));
  }
}
