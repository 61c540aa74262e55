import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { titleOf } from '../specs/certification/plan.js';
import { plans, type PlanName } from '../specs/certification/plans.js';
import { readResponse } from '../specs/certification/suite/authorization-response.js';
import type { Login } from '../specs/certification/suite/login.js';
import { ModuleRun } from '../specs/certification/suite/module-run.js';
import type { SuiteClient } from '../specs/certification/suite/suite-client.js';
import { Suite } from '../specs/certification/suite/suite.js';
import { Answer } from '../support/answer.js';
import { describeChromium, launchChromium } from '../support/chromium.js';

declare const document: any, addEventListener: any;

const HTML = { type: 'text/html', body: '<h1>Here</h1>' };

/** A client of the suite whose addresses can be visited, and the browser of its user. */
class Visit {
  private constructor(
    readonly run: ModuleRun,
    readonly page: Page,
    readonly client: SuiteClient,
    readonly postLogout: string,
  ) {}

  static async begin(
    run: ModuleRun,
    browser: Browser,
    metadata: Readonly<Record<string, unknown>> = {},
  ): Promise<Visit> {
    const { documents } = run.suite;
    const postLogout = documents.publish(HTML);
    const client = await run.registerClient({
      redirect_uris: [documents.publish(HTML)],
      post_logout_redirect_uris: [postLogout],
      ...metadata,
    });
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    return new Visit(run, await context.newPage(), client, postLogout);
  }

  /** Sends the browser to the authorization endpoint, and signs in and consents where it is asked to. */
  private async authorize(changes: Readonly<Record<string, string>> = {}) {
    const request = this.run.request(this.client, changes);
    const url = new URL(this.run.metadata.authorization_endpoint);
    url.search = new URLSearchParams(request).toString();
    await this.page.goto(url.href);
    if (await this.page.locator('#login-submit').isVisible()) {
      await this.page.fill('#username', this.run.suite.user.username);
      await this.page.fill('#password', this.run.suite.user.password);
      await this.page.click('#login-submit');
      await this.page.click('#consent-approve');
    }
    await this.page.waitForURL(`${String(request['redirect_uri'])}?*`);
    const headers = { location: this.page.url() };
    const answer = await Answer.read(url, new Response(null, { status: 303, headers }));
    return { request, answer, pages: [] };
  }

  async signIn(): Promise<Login> {
    return this.run.complete(this.client, await this.authorize());
  }

  /** Signs out, confirming it where asked, and waits for the way back to the client to be over. */
  async signOut({ idToken }: Login): Promise<void> {
    const state = randomBytes(64).toString('hex');
    const url = new URL(this.run.metadata.end_session_endpoint);
    url.search = new URLSearchParams({
      ...{ id_token_hint: idToken, post_logout_redirect_uri: this.postLogout, state },
    }).toString();
    await this.page.goto(url.href);
    const confirm = this.page.locator('#logout-confirm');
    if (await confirm.isVisible()) await confirm.click();
    await this.page.waitForURL(`${this.postLogout}?*`);
    expect(this.page.url()).toBe(`${this.postLogout}?state=${state}`);
  }

  async expectSignedOut(): Promise<void> {
    const { answer, request } = await this.authorize({ prompt: 'none' });
    expect(readResponse(answer, request)['error']).toBe('login_required');
  }

  async end(): Promise<void> {
    await this.page.context().close();
    await this.run.end();
  }
}

/** The module of this plan that needs a real browser. */
function describeVisit(
  plan: PlanName,
  module: string,
  visit: (run: ModuleRun, browser: Browser) => Promise<void>,
): void {
  describeChromium(plan, () => {
    let suite: Suite;
    let browser: Browser;
    const [part] = plans[plan];
    if (part === undefined) throw new Error('The plan is empty.');

    beforeAll(async () => {
      suite = await Suite.start();
      browser = await launchChromium();
    }, 60_000);

    const title = titleOf(module, part.variant);
    it(title, async () => {
      await visit(await ModuleRun.begin(suite, part.variant), browser);
    });
  });
}

// OpenID Connect Front-Channel Logout §3: the client's page is loaded in a frame, with iss and sid.
describeVisit(
  'oidcc-frontchannel-rp-initiated-logout-certification-test-plan',
  'frontchannel-rp-initiated-logout',
  async (run, browser) => {
    const { documents } = run.suite;
    const frontchannel_logout_uri = documents.publish(HTML);
    const visit = await Visit.begin(run, browser, {
      ...{ frontchannel_logout_uri, frontchannel_logout_session_required: true },
    });
    const login = await visit.signIn();
    expect(login.claims['sid']).toEqual(expect.any(String));
    await visit.signOut(login);
    const { pathname } = new URL(frontchannel_logout_uri);
    const loaded = documents.arrivals
      .map(({ path }) => new URL(path, documents.origin))
      .filter((url) => url.pathname === pathname);
    expect(loaded.map(({ searchParams }) => Object.fromEntries(searchParams))).toEqual([
      { iss: run.issuer, sid: login.claims['sid'] },
    ]);
    await visit.expectSignedOut();
    await visit.end();
  },
);

/** Asks the provider's frame, as a frame of the client would (OpenID Connect Session Management §3.1). */
function sessionStatus(page: Page, frame: string, message: string): Promise<unknown> {
  return page.evaluate(
    ([source, text]) =>
      new Promise((resolve) => {
        const iframe = document.createElement('iframe');
        const origin = new URL(source).origin;
        addEventListener('message', (event: any) => {
          if (event.origin === origin && event.source === iframe.contentWindow) {
            resolve(event.data);
          }
        });
        iframe.onload = () => iframe.contentWindow?.postMessage(text, origin);
        iframe.src = source;
        document.body.append(iframe);
      }),
    [frame, message] as const,
  );
}

describeVisit(
  'oidcc-session-management-certification-test-plan',
  'session-management-rp-initiated-logout',
  async (run, browser) => {
    const visit = await Visit.begin(run, browser);
    const login = await visit.signIn();
    const { session_state: state } = login.response;
    expect(state).toMatch(/^[\x21-\x7e]+$/);
    const frame = String(run.metadata['check_session_iframe']);
    const message = `${visit.client.client_id} ${String(state)}`;
    const status = () => sessionStatus(visit.page, frame, message);
    expect(await status()).toBe('unchanged');
    await visit.signOut(login);
    expect(await status()).toBe('changed');
    await visit.expectSignedOut();
    await visit.end();
  },
);
