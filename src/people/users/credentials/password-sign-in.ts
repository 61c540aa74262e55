import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { PasswordHash } from '#platform/crypto';
import { ANONYMOUS, type RequestOrigin } from '#platform/http';
import { loginKey } from '../login-identifier.js';
import type { User } from '../user.js';
import { type Credential, UserRepository } from '../user.repository.js';
import { GuessingLimits } from './guessing-limits.js';
import { KnownDevices } from './known-devices.js';
import { MAX_PASSWORD_LENGTH } from './password-policy.js';

export interface PasswordAttempt {
  password: string;
  /** Where it comes from, as told by trusted proxies at most. */
  origin: RequestOrigin;
  /** What the browser holds since somebody signed in there (KnownDevices). */
  deviceId?: string | undefined;
  /** The application that the person is on the way to, or that has their password. */
  clientId?: string | undefined;
}

export interface SignInAttempt extends PasswordAttempt {
  /** A username or an e-mail address. */
  identifier: string;
}

export type SignInOutcome =
  /** `deviceId` is for the browser to hold, for as long as it likes. */
  | { readonly kind: 'signed-in'; readonly user: User; readonly deviceId: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled' };

type Verdict = 'verified' | 'refused' | 'throttled';

/** No identifier is longer; refused before anything is normalised or looked up. */
const MAX_IDENTIFIER_LENGTH = 320;

/**
 * Checks passwords. A guess is taken from its budget before any work is done on it (attacks I07,
 * I08), and costs one hash whether the user exists, is disabled or has no password (attack I02).
 */
@Injectable()
export class PasswordSignIn {
  constructor(
    private readonly users: UserRepository,
    private readonly limits: GuessingLimits,
    private readonly devices: KnownDevices,
    private readonly hash: PasswordHash,
    private readonly events: Events,
  ) {}

  /** @throws OAuthError 503 when too many passwords are being checked already */
  async attempt(attempt: SignInAttempt): Promise<SignInOutcome> {
    const { identifier, deviceId, clientId, origin } = attempt;
    if (identifier.length > MAX_IDENTIFIER_LENGTH) return this.refuse(undefined, attempt);
    const credential = await this.users.credentialByLogin(identifier);
    const key = credential === undefined ? `identifier:${loginKey(identifier)}` : undefined;
    const verdict = await this.verify(credential, attempt, key);
    if (credential === undefined || verdict !== 'verified') {
      return verdict === 'throttled'
        ? this.throttle(credential, attempt)
        : this.refuse(credential, attempt);
    }
    const { user } = credential;
    const actor = { kind: 'user', id: user.sub } as const;
    this.events.note({ type: 'login.succeeded', actor, clientId, userId: user.sub, origin });
    return { kind: 'signed-in', user, deviceId: this.devices.remember(deviceId, user) };
  }

  /**
   * Checks the password of somebody who is signed in already, under the same limits (attack I10).
   * @throws OAuthError 503 when too many passwords are being checked already
   */
  async confirm(sub: string, attempt: PasswordAttempt): Promise<Verdict> {
    const credential = await this.users.credentialOf(sub);
    const verdict = await this.verify(credential, attempt);
    if (verdict === 'throttled') this.throttle(credential, attempt);
    if (verdict === 'refused') this.refuse(credential, attempt);
    return verdict;
  }

  private async verify(
    credential: Credential | undefined,
    { password, origin, deviceId }: PasswordAttempt,
    unknown = 'identifier:',
  ): Promise<Verdict> {
    // Hashing kilobytes is work for nothing: no password is that long (attack I25).
    if (password.length > MAX_PASSWORD_LENGTH) return 'refused';
    const guess = {
      ip: origin.ip,
      key: credential === undefined ? unknown : this.keyOf(credential, deviceId),
    };
    if (!(await this.limits.take(guess))) return 'throttled';
    const matched = await this.matches(credential, password).catch(async (error: unknown) => {
      await this.limits.giveBack(guess);
      throw error;
    });
    if (!matched || credential?.user.disabled !== false) return 'refused';
    await this.limits.settle(guess);
    return 'verified';
  }

  private matches(credential: Credential | undefined, password: string): Promise<boolean> {
    return this.hash.matches(credential?.passwordHash, password);
  }

  /** One budget per account however it is spelled (I09), and one per browser that is known (I11). */
  private keyOf({ user }: Credential, deviceId: string | undefined): string {
    const device = this.devices.recognise(deviceId, user);
    return device === undefined ? `account:${user.sub}` : `device:${user.sub}:${device}`;
  }

  // What was typed as the username is not recorded: it may be a password.
  private refuse(credential: Credential | undefined, { clientId, origin }: PasswordAttempt) {
    const reason =
      credential === undefined
        ? 'unknown user'
        : credential.user.disabled
          ? 'disabled user'
          : 'wrong password';
    const userId = credential?.user.sub;
    const where = { clientId, userId, origin };
    this.events.note({ type: 'login.failed', actor: ANONYMOUS, ...where, facts: { reason } });
    return { kind: 'refused' } as const;
  }

  private throttle(credential: Credential | undefined, { clientId, origin }: PasswordAttempt) {
    const where = { clientId, userId: credential?.user.sub, origin };
    this.events.note({ type: 'login.throttled', actor: ANONYMOUS, ...where });
    return { kind: 'throttled' } as const;
  }
}
