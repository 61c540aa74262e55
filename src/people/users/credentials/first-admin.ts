import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Changes, ITSELF, RefusedChange } from '#platform/changes';
import { Config, ConfigError } from '#platform/config';
import { randomName } from '#platform/crypto';
import { displayTextError } from '#protocol';
import { emailError, loginPairError, tidy, usernameError } from '../login-identifier.js';
import { UserAggregate } from '../user.aggregate.js';
import { consequencesOf } from '../user-consequences.js';
import { ADMIN_ROLE } from '../admin-roles.js';
import { nobody } from '../user.js';
import { UserRepository } from '../user.repository.js';
import { passwordError, type PasswordTerms } from './password-policy.js';
import { PasswordRules } from './password-rules.js';
import { newcomer } from './second-factor-duty.js';

/** Limit: characters of the first admin's name. */
const MAX_NAME = 200;

/** 32 characters, 5 bits each, none of which reads like another (Crockford's base 32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export interface FirstAdminOutcome {
  readonly username: string;
  /** Whether it was created just now, by this node. */
  readonly created: boolean;
  /** Only if it was made up just now; it cannot be shown again. */
  readonly password?: string;
  /** Whether one that was created has no name or no address, without which applications may fail. */
  readonly unnamed?: boolean;
}

/** Creates the first administrator of an installation that has no user at all. */
@Injectable()
export class FirstAdmin {
  constructor(
    private readonly config: Config,
    private readonly users: UserRepository,
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
    private readonly rules: PasswordRules,
  ) {}

  /**
   * Safe to call on every start and on several nodes at once: the unique index on usernames lets one
   * of them win (attack I32), and the last admin cannot be deleted, so there is no second first time.
   * @throws ConfigError when ADMIN_USERNAME or ADMIN_PASSWORD cannot be used
   */
  async ensure(): Promise<FirstAdminOutcome> {
    const { adminUsername: username, adminPassword } = this.config;
    if (!(await this.users.isEmpty())) return { username, created: false };
    const terms = await this.rules.termsFor(newcomer([ADMIN_ROLE]), adminPassword);
    const problems = this.problems(terms);
    if (problems.length > 0) throw new ConfigError(problems);
    const password = adminPassword ?? randomPassword();
    if (!(await this.create(username, password))) return { username, created: false };
    const { adminEmail, adminName } = this.config;
    const unnamed = adminEmail === undefined || adminName === undefined;
    return {
      username,
      created: true,
      unnamed,
      ...(adminPassword === undefined ? { password } : {}),
    };
  }

  /** @returns false when another node was first */
  private async create(username: string, password: string): Promise<boolean> {
    const sub = randomName();
    const { adminEmail, adminName } = this.config;
    const value = {
      ...nobody(username),
      ...(adminName === undefined ? {} : { claims: { name: adminName } }),
      // The operator says so.
      ...(adminEmail === undefined ? {} : { email: tidy(adminEmail), emailVerified: true }),
      roles: [ADMIN_ROLE],
      password,
    };
    const { effects, events } = consequencesOf(sub, undefined, value);
    const told = events.map((event) => ({ ...event, facts: { ...event.facts, first: true } }));
    const plan = { value, problems: [], warnings: [], effects, events: told };
    try {
      await this.changes.create(this.aggregate, sub, plan, ITSELF);
      return true;
    } catch (error) {
      if (error instanceof RefusedChange) return false;
      throw error;
    }
  }

  private problems(terms: PasswordTerms): string[] {
    const { adminUsername: username, adminPassword, adminEmail, adminName } = this.config;
    const name = usernameError(username) ?? loginPairError(username, adminEmail);
    const address = adminEmail === undefined ? undefined : emailError(adminEmail);
    const fullName = adminName === undefined ? undefined : displayTextError(adminName, MAX_NAME);
    const word =
      adminPassword === undefined ? undefined : passwordError(adminPassword, { username }, terms);
    return [
      ...(name === undefined ? [] : [`ADMIN_USERNAME cannot be used: ${name}`]),
      ...(address === undefined ? [] : [`ADMIN_EMAIL cannot be used: ${address}`]),
      ...(fullName === undefined ? [] : [`ADMIN_NAME cannot be used: ${fullName}`]),
      ...(word === undefined ? [] : [`ADMIN_PASSWORD cannot be used: ${word}`]),
    ];
  }
}

/** 100 random bits in five groups, to be typed off a screen once. */
function randomPassword(): string {
  const characters = [...randomBytes(20)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return characters.replace(/(.{4})(?=.)/g, '$1-');
}
