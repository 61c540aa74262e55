import { randomBytes } from 'node:crypto';
import type { Answer } from '../answer.js';
import type { Browser } from '../browser.js';
import type { Ledger } from './ledger.js';
import type { Scene } from './scene.js';

type Send = (request: () => Promise<Answer>) => Promise<Answer | undefined>;

/** Somebody who is registered, allows a client something, thinks better of it and signs out. */
export class Person {
  readonly username = `user-${randomBytes(5).toString('hex')}`;
  readonly password = `correct horse ${randomBytes(5).toString('hex')}`;
  private sub = '';

  constructor(
    private readonly scene: Scene,
    private readonly ledger: Ledger,
    private readonly send: Send,
  ) {}

  /** Until an answer is lost: then nobody knows how things are. */
  async live(): Promise<void> {
    const browser = this.scene.world.browser();
    const steps = [
      () => this.register(),
      () => this.change(),
      () => this.consent(browser),
      () => this.withdraw(browser),
      () => this.signOut(browser),
    ];
    for (const step of steps) if (!(await step())) return;
  }

  private async register(): Promise<boolean> {
    const { username, password } = this;
    const { admin } = this.scene.world;
    const answer = await this.send(() => admin.post('/users', { username, password }));
    this.sub = String(answer?.json.sub);
    return this.acknowledged('user.created', answer, answer?.status === 201);
  }

  private async change(): Promise<boolean> {
    const { admin } = this.scene.world;
    const answer = await this.send(() => admin.patch(`/users/${this.sub}`, { nickname: 'Ali' }));
    return this.acknowledged('user.changed', answer, answer?.status === 200);
  }

  private async consent(browser: Browser): Promise<boolean> {
    const { world, client } = this.scene;
    const end = await this.send(
      async () => (await world.authorize({ client, user: this, browser, scope: 'openid' })).end,
    );
    return this.acknowledged('consent.granted', end, end?.parameters['code'] !== undefined);
  }

  private async withdraw(browser: Browser): Promise<boolean> {
    const page = await this.send(() => browser.get('/account/applications'));
    const form = page?.forms.find(({ action }) => action.endsWith('/consents/withdraw'));
    if (form === undefined) return this.acknowledged('consent.revoked', page, false);
    const answer = await this.send(() => browser.post(form.action, form.fields));
    return this.acknowledged('consent.revoked', answer, answer?.status === 303);
  }

  private async signOut(browser: Browser): Promise<boolean> {
    const page = await this.send(() => browser.get('/logout'));
    if (page === undefined) return false;
    if (!page.has('logout-confirm')) return this.acknowledged('logout', page, false);
    const answer = await this.send(() => browser.click(page, 'logout-confirm'));
    return this.acknowledged('logout', answer, answer?.text.includes('Signed out') === true);
  }

  private acknowledged(type: string, answer: Answer | undefined, done: boolean): boolean {
    if (answer === undefined) return false;
    if (done) this.ledger.changes.push({ type, about: { user_id: this.sub } });
    else this.ledger.contradict(`refused: ${type}`, answer);
    return done;
  }
}
