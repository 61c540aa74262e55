import { Answer } from './answer.js';
import { CookieJar } from './cookie-jar.js';

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `application/x-www-form-urlencoded`; undefined is left out, a list repeats its name. */
export function encode(query: Query): URLSearchParams {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'string' ? [value] : value) encoded.append(name, one);
  }
  return encoded;
}

/** A path is one below the issuer, which may have a path itself: that of a page has it before it. */
function at(issuer: string, url: string | URL): URL {
  const { pathname } = new URL(issuer);
  const isOurs = typeof url === 'string' && url.startsWith('/') && !url.startsWith(`${pathname}/`);
  return new URL(isOurs ? issuer + url : url, issuer);
}

const isRedirect = (answer: Answer) => answer.status >= 300 && answer.status < 400;

/** A browser without JavaScript: cookies, forms, and redirects that are looked at one by one. */
export class Browser {
  /** Every answer it got, in order. */
  readonly history: Answer[] = [];

  constructor(
    readonly issuer: string,
    readonly cookies = new CookieJar(),
  ) {}

  /** As it is now, and as it stays when it drops the answers to what the other one sends. */
  copy(): Browser {
    return new Browser(this.issuer, this.cookies.copy());
  }

  async request(url: string | URL, init: RequestInit = {}): Promise<Answer> {
    const target = at(this.issuer, url);
    const headers = new Headers(init.headers);
    if (this.cookies.header !== '') headers.set('cookie', this.cookies.header);
    if (!headers.has('accept')) headers.set('accept', 'text/html');
    const response = await fetch(target, { ...init, headers, redirect: 'manual' });
    this.cookies.store(response.headers);
    const answer = await Answer.read(target, response);
    this.history.push(answer);
    return answer;
  }

  get(url: string | URL, query: Query = {}): Promise<Answer> {
    const target = at(this.issuer, url);
    for (const [name, value] of encode(query)) target.searchParams.append(name, value);
    return this.request(target);
  }

  post(url: string | URL, fields: Query, headers: Record<string, string> = {}): Promise<Answer> {
    const target = at(this.issuer, url);
    return this.request(target, {
      method: 'POST',
      headers: { origin: target.origin, ...headers },
      body: encode(fields),
    });
  }

  /** Clicks the button with this id after filling in `fields`. */
  click(page: Answer, id: string, fields: Query = {}): Promise<Answer> {
    const form = page.formWith(id);
    const button = form.buttons.find((candidate) => candidate['id'] === id) ?? {};
    const pressed = button['name'] === undefined ? {} : { [button['name']]: button['value'] ?? '' };
    const action = new URL(button['formaction'] ?? form.action, page.url);
    const method = (button['formmethod'] ?? form.method).toUpperCase();
    const filled = { ...form.fields, ...pressed, ...fields };
    return method === 'POST' ? this.post(action, filled) : this.get(action, filled);
  }

  /** Goes on while the answer redirects within Gatehouse; `until` ends it (a redirect URI there). */
  async follow(first: Answer, until?: string): Promise<Answer> {
    let answer = first;
    for (let hops = 0; isRedirect(answer) && hops < 10; hops++) {
      const target = answer.location;
      if (target?.origin !== new URL(this.issuer).origin) return answer;
      if (until !== undefined && target.href.startsWith(until)) return answer;
      answer = await this.get(target);
    }
    return answer;
  }

  async open(url: string | URL, query: Query = {}, until?: string): Promise<Answer> {
    return this.follow(await this.get(url, query), until);
  }
}
