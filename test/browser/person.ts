import type { BrowserContext, Page } from 'playwright-core';
import type { Credentials } from '../support/sign-in.js';

const PATIENCE = 60_000;

/** Somebody at a browser of their own, who reads pages and presses buttons. */
export class Person {
  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
  ) {}

  static async at(context: BrowserContext): Promise<Person> {
    context.setDefaultTimeout(PATIENCE);
    return new Person(await context.newPage(), context);
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
  }

  /** The page's main heading. */
  async heading(): Promise<string> {
    return (await this.page.locator('h1').innerText()).trim();
  }

  /** All that can be read on the page. */
  async words(): Promise<string> {
    return (await this.page.locator('body').innerText()).replace(/\s+/g, ' ');
  }

  async texts(selector: string): Promise<string[]> {
    return (await this.page.locator(selector).allInnerTexts()).map((text) => text.trim());
  }

  async signIn({ username, password }: Credentials): Promise<void> {
    await this.page.fill('#username', username);
    await this.page.fill('#password', password);
    await this.press('#login-submit');
  }

  allow = () => this.press('#consent-approve');
  deny = () => this.press('#cancel');

  /** Presses a button or follows a link and waits for the page that comes. */
  async press(selector: string): Promise<void> {
    await Promise.all([this.page.waitForEvent('load'), this.page.click(selector)]);
  }
}
