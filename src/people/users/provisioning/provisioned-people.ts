import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Author, Changes, type Plan, RefusedChange } from '#platform/changes';
import { randomId, randomName } from '#platform/crypto';
import { type Link, Links } from '#platform/links';
import { INVITATION } from '../credentials/password-links.js';
import { loginKey } from '../login-identifier.js';
import { type PlannedUser, UserAggregate } from '../user.aggregate.js';
import { consequencesOf } from '../user-consequences.js';
import { UserRepository } from '../user.repository.js';
import { nobody, type User } from '../user.js';
import { type ProvidedProfile, soundClaims, soundEmail, usernamesFor } from './provided-profile.js';

/** Somebody here, by an address. */
export interface Addressee {
  readonly user: User;
  /** Whether they can sign in with something of their own. */
  readonly hasOwnWayIn: boolean;
  /** Whether the address is theirs, and no username that looks like it, and they have proven it. */
  readonly proven: boolean;
  /** To this address, if nobody has taken it yet. */
  readonly invitation: Link | undefined;
}

/** Writes what belongs to the account elsewhere, in the transaction of the change. */
type Alongside = (manager: EntityManager, sub: string) => Promise<void>;

/** Accounts that begin with a sign-in elsewhere, and what is taken over from there. */
@Injectable()
export class ProvisionedPeople {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly users: UserRepository,
    private readonly changes: Changes,
    private readonly links: Links,
  ) {}

  /** Whose address or username it is. */
  async addressee(email: string): Promise<Addressee | undefined> {
    const credential = await this.users.credentialByLogin(email);
    if (credential === undefined) return undefined;
    const { user, passwordHash } = credential;
    const hasOwnWayIn = passwordHash !== undefined || user.secondFactor;
    const link = await this.links.newest(INVITATION, user.sub);
    const open =
      link?.credentialVersion === user.credentialVersion &&
      [link.email, user.email].every((one) => one !== undefined && isSame(one, email));
    const proven = user.emailVerified && user.email !== undefined && isSame(user.email, email);
    return { user, hasOwnWayIn, proven, invitation: open && !hasOwnWayIn ? link : undefined };
  }

  /**
   * Makes an account for somebody who has none.
   * @throws RefusedChange when their address is somebody else's by now
   */
  async create(
    profile: ProvidedProfile,
    authorOf: (sub: string) => Author,
    alongside: Alongside,
  ): Promise<User> {
    const sub = randomName();
    const names = usernamesFor(profile, randomId().slice(0, 8).toLowerCase());
    let refused: unknown;
    for (const username of names) {
      const plan = planProvided(sub, username, profile);
      try {
        const author = authorOf(sub);
        return (await this.changes.create(this.aggregate, sub, plan, author, alongside)).stored;
      } catch (error) {
        // Never the name of somebody who is here.
        if (!(error instanceof RefusedChange)) throw error;
        refused = error;
      }
    }
    throw refused;
  }

  /**
   * Somebody who was invited comes by way of a provider: the address is theirs, and the link is used up.
   * @throws RefusedChange, Problem
   */
  async accept(
    { user, invitation }: Addressee,
    profile: ProvidedProfile,
    author: Author,
    alongside: Alongside,
  ): Promise<User> {
    const planOf = (before: User) => planTakenOver(before, profile, { verified: true });
    return this.change(user, planOf, author, async (manager, sub) => {
      if (invitation === undefined || !(await this.links.use(manager, invitation))) {
        throw new RefusedChange({
          pointer: '',
          detail: 'The invitation is over.',
          kind: 'conflict',
        });
      }
      await alongside(manager, sub);
    });
  }

  /** Takes over what the provider tells now; nothing is written where nothing differs. */
  async refresh(user: User, profile: ProvidedProfile, author: Author): Promise<User> {
    const planOf = (before: User) => planTakenOver(before, profile, { verified: false });
    return this.change(user, planOf, author);
  }

  private async change(
    { sub }: User,
    planOf: (before: User) => Plan<PlannedUser>,
    author: Author,
    alongside?: Alongside,
  ): Promise<User> {
    const { stored } = await this.changes.change(
      ...([this.aggregate, sub, planOf, author] as const),
      async (manager) => alongside?.(manager, sub),
    );
    return stored;
  }
}

function planProvided(sub: string, username: string, profile: ProvidedProfile): Plan<PlannedUser> {
  const email = soundEmail(profile);
  const claims = soundClaims(profile);
  const value = { ...nobody(username), claims, email, emailVerified: email !== undefined };
  return { value, problems: [], warnings: [], ...consequencesOf(sub, undefined, value) };
}

/** Usernames and addresses stay: people sign in with them. Nor does anything change that has to do with power. */
function planTakenOver(
  before: User,
  profile: ProvidedProfile,
  { verified }: { readonly verified: boolean },
): Plan<PlannedUser> {
  const claims = { ...before.claims, ...soundClaims(profile) };
  const value = { ...before, claims, emailVerified: before.emailVerified || verified };
  const { effects, events } = consequencesOf(before.sub, before, value);
  const accepted = { type: 'user.changed', userId: before.sub } as const;
  // An invitation is used up also where nothing else of the person changes.
  const told = verified && events.length === 0 ? [accepted] : events;
  return { value, problems: [], warnings: [], effects, events: told };
}

const isSame = (one: string, other: string): boolean => loginKey(one) === loginKey(other);
