import { type IncomingMessage, request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Answer } from '../support/answer.js';
import { Browser } from '../support/browser.js';
import type { Credentials } from '../support/sign-in.js';

const MOST_STEPS = 30;

/** Says that it navigates, which `fetch` does not: some send scripts no redirect (Fetch Metadata). */
class NavigatingBrowser extends Browser {
  override async request(url: string | URL, init: RequestInit = {}): Promise<Answer> {
    const target = new URL(url);
    const headers = new Headers({
      accept: 'text/html',
      ...Object.fromEntries(new Headers(init.headers)),
    });
    headers.set('sec-fetch-mode', 'navigate');
    if (this.cookies.header !== '') headers.set('cookie', this.cookies.header);
    const body = init.body instanceof URLSearchParams ? init.body.toString() : undefined;
    if (body !== undefined) headers.set('content-type', 'application/x-www-form-urlencoded');
    const sent = httpRequest(target, {
      ...{ method: init.method ?? 'GET', headers: Object.fromEntries(headers) },
    }).end(body);
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve).once('error', reject);
    });
    const received = new Headers();
    for (const [name, values = []] of Object.entries(message.headersDistinct)) {
      for (const value of values) received.append(name, value);
    }
    const status = message.statusCode ?? 500;
    const content = await buffer(message);
    const response = new Response(status === 204 || status === 304 ? null : content, {
      ...{ status, headers: received },
    });
    this.cookies.store(received);
    const answer = await Answer.read(target, response);
    this.history.push(answer);
    return answer;
  }
}

/**
 * A person without JavaScript who opens the application, does what the pages ask, and looks at what the application
 * shows in the end.
 */
export async function signInAt(
  start: string,
  { issuer, user, profile }: { issuer: string; user: Credentials; profile: string | undefined },
): Promise<Answer> {
  const browser = new NavigatingBrowser(issuer);
  const end = await walk(browser, start, issuer, user);
  // Some only lead back to where the person began.
  return profile === undefined || end.status !== 200 ? end : browser.get(new URL(profile, end.url));
}

async function walk(
  browser: Browser,
  start: string,
  issuer: string,
  user: Credentials,
): Promise<Answer> {
  let answer = await browser.get(new URL(start));
  for (let step = 0; step < MOST_STEPS; step++) {
    const { location } = answer;
    const { username, password } = user;
    if (answer.status >= 300 && answer.status < 400 && location !== undefined) {
      answer = await browser.get(location);
    } else if (answer.has('login-submit')) {
      answer = await browser.click(answer, 'login-submit', { username, password });
    } else if (answer.has('consent-approve')) {
      answer = await browser.click(answer, 'consent-approve');
    } else {
      const own = answer.forms.find(({ method }) => method === 'POST');
      const isOfApplication = !answer.url.href.startsWith(issuer);
      if (own === undefined || !isOfApplication) return answer;
      // The application asks with which provider: there is one.
      answer = await browser.post(new URL(own.action, answer.url), own.fields);
    }
  }
  return answer;
}

/** Until whatever listens at this address answers. */
export async function answers(url: string, within: number): Promise<boolean> {
  const deadline = performance.now() + within;
  while (performance.now() < deadline) {
    const up = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    await up?.arrayBuffer();
    if (up !== undefined) return true;
    await sleep(100);
  }
  return false;
}
