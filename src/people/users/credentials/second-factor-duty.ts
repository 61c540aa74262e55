import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type Repository } from 'typeorm';
import { Config } from '#platform/config';
import { Settings } from '#platform/settings';
import { epochSeconds, ONE_FACTOR, rankOf, SEVERAL_FACTORS, strongestOf } from '#protocol';
import { AuthenticationContexts, SECOND_FACTOR } from '#registry/authentication';
import { Groups } from '#registry/groups';
import { UserEntity } from '../user.entity.js';
import { hasPower, type PowerHolder } from '../admin-roles.js';
import type { User } from '../user.js';

const ONE_DAY = 24 * 3600;

/** By what it is decided. */
export type Dutiful = PowerHolder & Pick<User, 'groups' | 'secondFactor' | 'secondFactorAskedAt'>;

/** Somebody who is only about to have an account. */
export const newcomer = (roles: readonly string[]): Dutiful => ({
  ...{
    roles,
    adminRoles: new Map(),
    groups: new Map(),
    secondFactor: false,
    secondFactorAskedAt: undefined,
  },
});

/** What people have to reach themselves, whatever they sign in to. */
@Injectable()
export class SecondFactorDuty {
  constructor(
    @InjectRepository(UserEntity) private readonly rows: Repository<UserEntity>,
    private readonly config: Config,
    private readonly settings: Settings,
    private readonly groups: Groups,
    private readonly contexts: AuthenticationContexts,
  ) {}

  /** The weakest authentication context with which somebody is signed in now; undefined: any. */
  async floorOf(person: Dutiful): Promise<string | undefined> {
    return (await this.putOffUntil(person)) === undefined ? this.meantFor(person) : undefined;
  }

  /** Until when somebody who has none may put a second factor off; undefined when they may not, or need none. */
  async putOffUntil(person: Dutiful): Promise<number | undefined> {
    const { grace_days: days } = await this.settings.of(SECOND_FACTOR);
    if (days === 0 || person.secondFactor) return undefined;
    if (rankOf(await this.meantFor(person)) <= rankOf(ONE_FACTOR)) return undefined;
    const now = epochSeconds();
    const until = (person.secondFactorAskedAt ?? now) + days * ONE_DAY;
    return until > now ? until : undefined;
  }

  /** Somebody is asked: the time that they have begins with the first. */
  async ask({ sub }: Pick<User, 'sub'>): Promise<void> {
    const first = { sub, secondFactorAskedAt: IsNull() };
    await this.rows.update(first, { secondFactorAskedAt: epochSeconds() });
  }

  /** What they have to reach once they may put it off no longer. */
  async meantFor(person: PowerHolder & Pick<User, 'groups'>): Promise<string | undefined> {
    const floors = person.groups.size === 0 ? undefined : await this.groups.floors();
    const ofGroups = [...person.groups.keys()].map((id) => floors?.get(id));
    const contexts = await Promise.all(ofGroups.map((name) => this.contexts.floorOf(name)));
    return strongestOf([...contexts, await this.meantApart(person)]);
  }

  /** The same but for what their groups ask of them. */
  async meantApart(person: PowerHolder): Promise<string | undefined> {
    return (await this.isMeant(person)) ? SEVERAL_FACTORS : undefined;
  }

  private async isMeant(person: PowerHolder): Promise<boolean> {
    const { required } = await this.settings.of(SECOND_FACTOR);
    switch (required) {
      case 'everybody':
        return true;
      case 'admins':
        return hasPower(person);
      case 'automatic':
        return this.config.secure && hasPower(person);
      case 'nobody':
        return false;
    }
  }
}
