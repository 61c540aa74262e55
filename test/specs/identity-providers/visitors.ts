import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { Answer } from '../../support/answer.js';
import type { Browser, Query } from '../../support/browser.js';
import type { ElsewhereAccount, OidcProviderProcess } from '../../support/identity-provider.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import type { World } from '../../support/world.js';
import { authorizationRequest } from '../../attacks/authorization-request.js';

const WITHOUT_PKCE = { code_challenge: undefined, code_challenge_method: undefined };

export const unique = () => randomBytes(5).toString('hex');

/** People who come to an application by way of a provider. */
export class Visitors {
  constructor(
    private readonly world: World,
    private readonly client: RegisteredClient,
  ) {}

  get until(): string {
    return this.client.redirect_uris[0] as string;
  }

  /** Asks for somebody: the sign-in page, unless the browser is signed in. */
  start(browser: Browser, changes: Query = {}): Promise<Answer> {
    const asked = authorizationRequest(this.client, { ...WITHOUT_PKCE, ...changes });
    return browser.open('/authorize', asked, this.until);
  }

  /** Leaves for the provider and signs in there. @returns where it sends the browser back to */
  async leave(
    browser: Browser,
    provider: OidcProviderProcess,
    account: ElsewhereAccount,
    changes: Query = {},
  ): Promise<{ readonly back: URL; readonly away: URL }> {
    await provider.next(account);
    const page = await this.start(browser, changes);
    const away = await browser.click(page, `upstream-${provider.id}`);
    return { back: await provider.visit(away), away: away.location as URL };
  }

  /** The same, and comes back. */
  async signIn(
    browser: Browser,
    provider: OidcProviderProcess,
    account: ElsewhereAccount,
    changes: Query = {},
  ): Promise<Answer> {
    const { back } = await this.leave(browser, provider, account, changes);
    return browser.follow(await browser.get(back), this.until);
  }

  async next(browser: Browser, page: Answer, id: string, fields: Query = {}): Promise<Answer> {
    return browser.follow(await browser.click(page, id, fields), this.until);
  }

  /** Those of the ID token that the application gets. */
  async claimsOf(answer: Answer): Promise<ReturnType<typeof decodeJwt>> {
    const { code } = answer.parameters;
    if (code === undefined) throw new Error(`no code: ${answer.summary()}`);
    const fields = { grant_type: 'authorization_code', code, redirect_uri: this.until };
    const { id_token } = (await this.world.token(this.client, fields)).json;
    return decodeJwt(id_token as string);
  }
}
