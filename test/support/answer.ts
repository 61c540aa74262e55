import { decodeEntities, parseForms, type Form } from './html-form.js';

/** An HTTP answer whose body has been read. */
export class Answer {
  private constructor(
    /** What was asked for, after no redirect: redirects are never followed unseen. */
    readonly url: URL,
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {}

  static async read(url: URL, response: Response): Promise<Answer> {
    return new Answer(url, response.status, response.headers, await response.text());
  }

  /** This page and others, read as one: what stands on any of them stands here. */
  with(others: readonly Answer[]): Answer {
    const text = [this, ...others].map((answer) => answer.text).join('\n');
    return new Answer(this.url, this.status, this.headers, text);
  }

  /** The body as JSON; `any`, because what is in it is what tests ask. */
  get json(): any {
    return JSON.parse(this.text);
  }

  /** Where it redirects to. */
  get location(): URL | undefined {
    const value = this.headers.get('location');
    return value === null ? undefined : new URL(value, this.url);
  }

  /** Query and fragment parameters of {@link location}: an authorization response. */
  get parameters(): Record<string, string> {
    const target = this.location;
    if (target === undefined) return {};
    return {
      ...Object.fromEntries(target.searchParams),
      ...Object.fromEntries(new URLSearchParams(target.hash.slice(1))),
    };
  }

  get forms(): Form[] {
    return parseForms(this.text);
  }

  has(id: string): boolean {
    return new RegExp(`\\bid=["']?${id}\\b`).test(this.text);
  }

  /** The form in which the input or button with this id stands. */
  formWith(id: string): Form {
    const form = this.forms.find(({ ids }) => ids.includes(id));
    if (form === undefined) throw new Error(`No form with #${id} on this page:\n${this.summary()}`);
    return form;
  }

  /** Status and the words of the page, for the message of a failing test. */
  summary(): string {
    const body = this.text.replace(/<(style|script)[\s\S]*?<\/\1>/gi, '').replace(/<[^>]+>/g, ' ');
    const words = decodeEntities(body).replace(/\s+/g, ' ').trim();
    const target = this.location === undefined ? '' : ` -> ${this.location.href}`;
    return `${this.status} ${this.url.href}${target} ${words.slice(0, 600)}`;
  }
}
