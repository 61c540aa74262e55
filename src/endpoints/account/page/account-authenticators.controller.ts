import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  Browser,
  BrowserBinding,
  ErrorForPeople,
  FormParameters,
  type HttpReply,
  PageEndpoint,
  RequireSession,
} from '#platform/http';
import { personByThemselves } from '#platform/changes';
import { randomToken } from '#platform/crypto';
import type { Text, Texts } from '#platform/texts';
import type { Parameters } from '#protocol';
import { CurrentSession, type Session } from '#people/sessions';
import {
  type Enrolment,
  Floors,
  type MethodPart,
  type KeptWithout,
  LinkedAccounts,
  PersonAuthenticators,
  type RegisteredMethod,
  SignInMethods,
} from '#people/sign-in';
import { type User, UserRepository } from '#people/users';
import { AccountFrames } from './account-frames.js';
import { authenticatorPage } from './authenticator.page.js';
import { JUST_PROVEN, Notices, SECURITY } from './notices.js';

const NEW = '/account/authenticators';

/** With what people sign in beside their password: they add, name and remove it. */
@ApiExcludeController()
@PageEndpoint()
@Controller('account/authenticators')
export class AccountAuthenticatorsController {
  constructor(
    private readonly frames: AccountFrames,
    private readonly notices: Notices,
    private readonly methods: SignInMethods,
    private readonly authenticators: PersonAuthenticators,
    private readonly users: UserRepository,
    private readonly browsers: BrowserBinding,
    private readonly floors: Floors,
    private readonly linked: LinkedAccounts,
  ) {}

  @RequireSession(SECURITY, JUST_PROVEN)
  @Get('new/:path')
  async begin(
    @CurrentSession() session: Session,
    @Param('path') path: string,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    const { method, enrolment } = this.enrollable(path);
    const user = await this.userOf(session);
    this.show(session, method, await enrolment.begin(user, browser), browser);
  }

  @RequireSession(SECURITY, JUST_PROVEN)
  @Post('new/:path')
  async confirm(
    @CurrentSession() session: Session,
    @Param('path') path: string,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.browsers.checkForm(browser, formSubject(session, path), form.get('csrf'));
    form.rejectDuplicates();
    const { method, enrolment } = this.enrollable(path);
    const user = await this.userOf(session);
    const refusal = await this.authenticators.add(method, user, form, browser);
    if (refusal !== undefined) {
      const error = refusal.text ?? method.method.wrong;
      this.show(session, method, await enrolment.begin(user, browser, form), browser, error);
      return;
    }
    const [missing] = await this.methods.missingRecovery(user);
    if (missing !== undefined) {
      browser.redirect(`${NEW}/new/${missing.path}`);
      return;
    }
    this.notices.leave('authenticator-added', session, browser);
  }

  @RequireSession(SECURITY, JUST_PROVEN)
  @Post('rename')
  async rename(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const user = await this.userOf(session);
    const [id, name] = [form.get('authenticator_id') ?? '', form.get('name') ?? ''];
    await this.authenticators.rename(user.sub, id, name, personByThemselves(user.sub, browser));
    this.notices.leave('authenticator-renamed', session, browser);
  }

  @RequireSession(SECURITY, JUST_PROVEN)
  @Post('remove')
  async remove(
    @CurrentSession() session: Session,
    @FormParameters() form: Parameters,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const browser = new Browser(reply);
    this.frames.checkForm(form, session, browser);
    const user = await this.userOf(session);
    const id = form.get('authenticator_id') ?? '';
    const kept: KeptWithout = {
      floor: await this.floors.ofPerson(user),
      wayIn: (manager, left) => this.linked.letIn(manager, user.sub, left),
    };
    const author = personByThemselves(user.sub, browser);
    const done = await this.authenticators.delete(user.sub, id, author, kept);
    const needed = done === 'needed';
    this.notices.leave(needed ? 'authenticator-needed' : 'authenticator-removed', session, browser);
  }

  private show(
    session: Session,
    { path, method }: RegisteredMethod,
    { part, model, script, submit, submitId = `${path}-submit` }: MethodPart,
    browser: Browser,
    error?: Text,
  ): void {
    const scriptNonce = script === undefined ? undefined : randomToken();
    const page = authenticatorPage.render({
      ...{ id: path, title: method.title ?? path, part: part.name, fields: model ?? {}, error },
      ...{ action: `${NEW}/new/${path}`, cancelUrl: SECURITY },
      csrf: this.browsers.csrfToken(browser, formSubject(session, path)),
      submit: submit ?? ((t: Texts) => t.signInSteps.enrolment.submit),
      ...{ script: script?.path, scriptNonce, submitId },
    });
    browser.show(page, {
      ...(error === undefined ? {} : { status: 400 }),
      ...(scriptNonce === undefined ? {} : { scriptNonce }),
    });
  }

  private enrollable(path: string): { method: RegisteredMethod; enrolment: Enrolment } {
    const method = this.methods.at(path);
    const { enrolment } = method.method;
    if (enrolment === undefined) throw new ErrorForPeople('nothingHere', { status: 404 });
    return { method, enrolment };
  }

  private async userOf({ userId }: Session): Promise<User> {
    const user = await this.users.find(userId);
    if (user === undefined) throw new ErrorForPeople('nothingHere', { status: 404 });
    return user;
  }
}

const formSubject = ({ id }: Session, path: string): string => `authenticator ${path} of ${id}`;
