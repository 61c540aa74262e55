import { Injectable } from '@nestjs/common';
import { randomToken } from '#platform/crypto';
import { Journal } from '#platform/events';
import type { Browser } from '#platform/http';
import { fill, type Said, type Spoken, worded } from '#platform/texts';
import type { Session } from '#people/sessions';
import { type NamedAuthenticator, PersonAuthenticators } from '#people/sign-in';
import { PasswordRules, UserRepository } from '#people/users';
import { AccountFrames } from './account-frames.js';
import { type SecurityPage, securityPage } from './account.pages.js';

/** With what somebody signs in: their password, and what they have beside it. */
@Injectable()
export class SecurityPages {
  constructor(
    private readonly frames: AccountFrames,
    private readonly authenticators: PersonAuthenticators,
    private readonly users: UserRepository,
    private readonly rules: PasswordRules,
    private readonly journal: Journal,
  ) {}

  /** @param passwordError why the password was not changed */
  async show(
    session: Session,
    browser: Browser,
    passwordError?: Spoken<SecurityPage>['passwordError'],
    status = 200,
  ): Promise<void> {
    const user = await this.frames.userOf(session);
    const { sub, username, credentialVersion } = user;
    const authenticators = await this.authenticators.list(sub);
    const hasPassword = (await this.users.credentialOf(sub))?.passwordHash !== undefined;
    const [changed] = await this.journal.ofPerson(sub, ['password.changed'], { limit: 1 });
    const signals = await this.authenticators.signals(user);
    const scripts = [...new Set(signals.flatMap(({ script }) => script?.path ?? []))];
    const scriptNonce = scripts.length === 0 ? undefined : randomToken();
    const page = securityPage.render({
      ...(await this.frames.of(session, browser)),
      ...{ user: { username }, credentialVersion, hasPassword, passwordError },
      usernameToken: this.frames.usernameToken(username, browser),
      ways: waysInWords(hasPassword, authenticators),
      passwordChangedAt: changed?.at,
      passwordRule: await this.rules.inWords(user),
      authenticators: authenticators.map(shown),
      trustedBrowsers: await this.frames.trustedBrowsers(sub),
      enrolments: this.authenticators
        .enrollable(user)
        .map(({ path, method: { title = path } }) => ({ path, title })),
      signals: signals.map(({ part, model = {} }) => ({ part: part.name, fields: model })),
      ...{ scripts, scriptNonce },
    });
    browser.show(page, { status, ...(scriptNonce === undefined ? {} : { scriptNonce }) });
  }
}

function shown({ id, name, createdAt, lastUsedAt, method }: NamedAuthenticator) {
  const { title = method.path, authenticators } = method.method;
  return { id, name, createdAt, lastUsedAt, title, renamed: authenticators?.rename !== undefined };
}

function waysInWords(hasPassword: boolean, authenticators: readonly NamedAuthenticator[]): Said {
  return (t) => {
    const { protectedBy, unprotected } = t.account.security;
    const titles = authenticators.map(({ method: { method, path } }) =>
      worded(method.title ?? path, t),
    );
    const ways = [...new Set([...(hasPassword ? [t.account.proofs.pwd] : []), ...titles])];
    return ways.length === 0 ? unprotected : fill(protectedBy, { ways: ways.join(', ') });
  };
}
