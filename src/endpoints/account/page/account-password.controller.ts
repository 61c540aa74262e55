import { Controller, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import { Browser, FormParameters, type HttpReply, PageEndpoint, Public } from '#platform/http';
import type { Text } from '#platform/texts';
import { epochSeconds, type Parameters } from '#protocol';
import { type Session, Sessions, type SignedIn } from '#people/sessions';
import { Reauthentication } from '#people/sign-in';
import type { User } from '#people/users';
import { OwnPassword } from '../own-password.js';
import { AccountFrames } from './account-frames.js';
import { Notices, SECURITY } from './notices.js';
import { SecurityPages } from './security-pages.js';

/** The form with which people change their password. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account')
export class AccountPasswordController {
  constructor(
    private readonly pages: SecurityPages,
    private readonly frames: AccountFrames,
    private readonly notices: Notices,
    private readonly password: OwnPassword,
    private readonly sessions: Sessions,
    private readonly reauthentication: Reauthentication,
  ) {}

  @Public()
  @Post('password')
  async change(@FormParameters() form: Parameters, @Res() reply: HttpReply): Promise<void> {
    const browser = new Browser(reply);
    const session = await this.sessions.current(browser);
    if (session === undefined) return this.signInAgain(form, browser);
    this.frames.checkForm(form, session, browser);
    const refuse = (which: 'current' | 'new', text: Text, status = 400) => {
      return this.pages.show(session, browser, { text, aboutNew: which === 'new' }, status);
    };
    const current = form.get('current_password');
    const wanted = form.get('new_password');
    if (current === undefined || wanted === undefined) {
      return refuse(current === undefined ? 'current' : 'new', (t) => t.account.password.fillIn);
    }
    if (wanted !== form.get('new_password_again'))
      return refuse('new', (t) => t.account.password.different);
    const { outcome, kept } = await this.changed(session, form, browser);
    if (outcome.kind === 'throttled') {
      browser.setHeader('retry-after', '1');
      return refuse('current', (t) => t.account.password.wrong, 429);
    }
    if (outcome.kind === 'refused') {
      return outcome.member === 'current_password'
        ? refuse('current', (t) => t.account.password.wrong)
        : refuse('new', outcome.reason);
    }
    await this.sessions.answer(browser, kept);
    this.done(outcome.user, session.id, browser);
  }

  /** The session lives on, under a new cookie. */
  private async changed(session: Session, form: Parameters, browser: Browser) {
    const { userId } = session;
    const [current, wanted] = [form.get('current_password') ?? '', form.get('new_password') ?? ''];
    const shown = /^\d{1,9}$/.exec(form.get('credential_version') ?? '')?.[0];
    const asked = { userId, shown: shown === undefined ? undefined : Number(shown) };
    const proof = [{ method: 'pwd', at: epochSeconds() }];
    let kept: SignedIn | undefined;
    const carryOver = async (manager: EntityManager, user: User) => {
      kept = await this.sessions.carryOver(manager, session, user, proof, browser);
    };
    const outcome = await this.password.change(asked, current, wanted, browser, carryOver);
    if (outcome.kind === 'changed' && outcome.again) {
      kept = await this.sessions.carriedOver(browser);
    }
    return { outcome, kept };
  }

  /**
   * The session has a new cookie by the same form, and this browser dropped the answer, as it does when
   * somebody clicks twice. Whoever has the new password is let in.
   */
  private async signInAgain(form: Parameters, browser: Browser): Promise<void> {
    if (form.has('username_token')) {
      const username = this.frames.checkUsername(form, browser);
      const wanted = form.get('new_password') ?? '';
      const user = await this.password.signInAgain(username, wanted, browser);
      if (user !== undefined) {
        const proof = [{ method: 'pwd', at: epochSeconds() }];
        this.done(user, await this.sessions.signIn(user, proof, browser), browser);
        return;
      }
    }
    await this.reauthentication.ask(SECURITY, browser);
  }

  private done(user: User, sessionId: string, browser: Browser): void {
    this.password.rememberBrowser(user, browser);
    this.notices.leave('password-changed', { id: sessionId }, browser);
  }
}
