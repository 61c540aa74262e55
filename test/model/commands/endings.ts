import { expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { withdrawConsent } from '../../attacks/subject.js';
import { formAbout, visit } from '../../specs/account/visits.js';
import type { LocalWorld } from '../../support/world.js';
import { isSignedIn, type LifeCycle, SESSION, type User, type Visitor } from '../life-cycle.js';
import { clock } from '../../support/clock.js';
import { signInTo, Step } from './step.js';

abstract class Toggle extends Step {
  /** What is disabled is enabled first: nothing would happen for long otherwise. */
  protected pickToToggle<T extends { readonly disabled: boolean }>(list: readonly T[]): T {
    return list.find(({ disabled }) => disabled) ?? this.pick(list);
  }
}

/** An administrator disables a client, or enables it again. */
export class ToggleClient extends Toggle {
  check(): boolean {
    return true;
  }

  protected async act(model: LifeCycle, { admin }: LocalWorld): Promise<string> {
    const client = this.pickToToggle(model.clients);
    const disabled = !client.disabled;
    const answer = await admin.patch(`/clients/${client.registered.client_id}`, { disabled });
    expect(answer.status).toBe(200);
    client.disabled = disabled;
    // What it tried meanwhile counts as guessing at its secret, for a minute (attack C07).
    if (!disabled) clock.advance(60);
    return disabled ? 'disabled' : 'enabled';
  }
}

/** An administrator disables a user, or enables them again. */
export class ToggleUser extends Toggle {
  check(): boolean {
    return true;
  }

  protected async act(model: LifeCycle, { admin }: LocalWorld): Promise<string> {
    const user = this.pickToToggle(model.users);
    const disabled = !user.disabled;
    const answer = await admin.patch(`/users/${user.registered.sub}`, { disabled });
    expect(answer.status).toBe(200);
    user.disabled = disabled;
    return disabled ? 'disabled' : 'enabled';
  }
}

function take(user: User, password: string): void {
  user.password = password;
  user.credentials += 1;
}

const newPassword = () => `correct horse ${randomBytes(6).toString('hex')}`;

/** An administrator sets a new password. */
export class ResetPassword extends Step {
  check(): boolean {
    return true;
  }

  protected async act(model: LifeCycle, { admin }: LocalWorld): Promise<string> {
    const user = this.pick(model.users);
    const password = newPassword();
    const answer = await admin.patch(`/users/${user.registered.sub}`, { password });
    expect(answer.status).toBe(200);
    take(user, password);
    return 'done';
  }
}

/** What somebody does on their account page, signing in first if need be. */
abstract class AtAccount extends Step {
  check({ visitors }: LifeCycle): boolean {
    return !this.pick(visitors).user.disabled;
  }

  protected async open(visitor: Visitor, world: LocalWorld) {
    const { user, browser } = visitor;
    const { username } = user.registered;
    const opened = await visit(world, { username, password: user.password }, browser);
    signInTo(visitor);
    return opened;
  }
}

/** Somebody changes their password: that browser stays signed in, and nothing else. */
export class ChangePassword extends AtAccount {
  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    const visitor = this.pick(model.visitors);
    const { user } = visitor;
    const { browser, page } = await this.open(visitor, world);
    const password = newPassword();
    const answer = await browser.post('/account/password', {
      ...{ csrf: formAbout(page, 'session_id')['csrf'], current_password: user.password },
      ...{ new_password: password, new_password_again: password },
    });
    expect(answer.status).toBe(303);
    take(user, password);
    const session = visitor.session!;
    session.credentials = user.credentials;
    session.lastSeen = clock.now();
    session.expiresAt = clock.now() + SESSION.absolute;
    return 'done';
  }
}

export class WithdrawConsent extends AtAccount {
  override check(model: LifeCycle): boolean {
    return super.check(model) && this.pick(model.visitors).user.consent !== undefined;
  }

  protected async act(model: LifeCycle, world: LocalWorld): Promise<string> {
    const visitor = this.pick(model.visitors);
    const { browser } = await this.open(visitor, world);
    await withdrawConsent({ browser });
    visitor.user.consent = undefined;
    return 'done';
  }
}

export class LogOut extends Step {
  check(): boolean {
    return true;
  }

  protected async act(model: LifeCycle, _world: LocalWorld): Promise<string> {
    const visitor = this.pick(model.visitors);
    const { browser } = visitor;
    const page = await browser.get('/logout');
    if (!isSignedIn(visitor) || visitor.session === undefined) {
      expect(page.text).toContain('Signed out');
      return 'nobody is signed in';
    }
    const end = await browser.click(page, 'logout-confirm');
    expect(end.text).toContain('Signed out');
    visitor.session.signedOut = true;
    return 'done';
  }
}
