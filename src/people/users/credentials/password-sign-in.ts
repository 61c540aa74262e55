import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { PasswordHash } from '#platform/crypto';
import { ANONYMOUS, type RequestOrigin, SYSTEM } from '#platform/http';
import { loginKey } from '../login-identifier.js';
import type { User } from '../user.js';
import { type Credential, UserRepository } from '../user.repository.js';
import { FROM_STRANGERS, type Guess, GuessingLimits, PER_ACCOUNT } from './guessing-limits.js';
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

/** Milliseconds between answers to failures, see {@link PasswordSignIn.refusedInStep}. */
const STEP = 250;

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
    const name = loginKey(identifier);
    const known = credential && this.knownBrowser(credential, deviceId);
    const guess = { sub: credential?.user.sub, name, known, ip: origin.ip };
    const verdict = await this.verify(credential, attempt, guess);
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
    const browser = credential && this.knownBrowser(credential, attempt.deviceId);
    const known = browser ?? `signed-in:${sub}`;
    const guess = { sub: credential?.user.sub, name: sub, known, ip: attempt.origin.ip };
    const verdict = await this.verify(credential, attempt, guess);
    if (verdict === 'throttled') this.throttle(credential, attempt);
    if (verdict === 'refused') this.refuse(credential, attempt);
    return verdict;
  }

  private async verify(
    credential: Credential | undefined,
    { password, origin }: PasswordAttempt,
    guess: Guess,
  ): Promise<Verdict> {
    // Hashing kilobytes is work for nothing: no password is that long (attack I25).
    if (password.length > MAX_PASSWORD_LENGTH) return 'refused';
    const admission = await this.limits.take(guess);
    if (admission === 'wait') return 'throttled';
    const hash = admission === 'granted' ? credential?.passwordHash : undefined;
    if (admission === 'spent') await this.tellSpent(guess, origin);
    // Whoever has proven that the account exists may be told.
    if (admission === 'spent' && guess.known !== undefined) return 'throttled';
    const matched = await this.hash.matches(hash, password).catch(async (error: unknown) => {
      if (admission === 'granted') await this.limits.giveBack(guess);
      throw error;
    });
    if (!matched || credential?.user.disabled !== false) return this.refusedInStep();
    await this.limits.settle(guess);
    if (hash !== undefined && !this.hash.isCurrent(hash)) {
      const renewed = await this.hash.create(password);
      await this.users.replaceHash(credential.user.sub, hash, renewed);
    }
    return 'verified';
  }

  /**
   * What another system hashed takes another time to check than an unknown name does. While there is such a
   * password all failures are answered in step, so that time tells less (attack I02).
   */
  private async refusedInStep(): Promise<Verdict> {
    if (await this.users.hasForeignHashes()) await sleep(STEP - (performance.now() % STEP));
    return 'refused';
  }

  /** Once, and not in the answer: that would tell that somebody has this name (attack S13). */
  private async tellSpent(guess: Guess, origin: RequestOrigin): Promise<void> {
    const first = await this.limits.isFirstTooMany(guess);
    if (!first || guess.sub === undefined) return;
    this.events.note({
      type: 'user.locked',
      // Not the guesser: what strangers do too often is not written one by one (attack S09).
      actor: SYSTEM,
      userId: guess.sub,
      origin,
      facts: {
        wrong_passwords: guess.known === undefined ? FROM_STRANGERS : PER_ACCOUNT,
        opened_by: `the right password in a browser that is known, a new password, or POST /admin/users/${guess.sub}/unlock`,
      },
    });
  }

  /** One in which the person has signed in before has tries of its own (attack I11). */
  private knownBrowser({ user }: Credential, deviceId: string | undefined): string | undefined {
    const device = this.devices.recognise(deviceId, user);
    return device === undefined ? undefined : `device:${user.sub}:${device}`;
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
