import { Injectable } from '@nestjs/common';
import { type Author, Changes, RefusedChange } from '#platform/changes';
import { Settings } from '#platform/settings';
import { Attributes } from '#registry/claims';
import { UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';
import { OWN_ACCOUNT } from './own-account.section.js';
import { OWN_CLAIMS, type OwnProfile, planOwnProfile, type Writable } from './plan-own-profile.js';

/** What people say of themselves, as far as the settings let them. */
@Injectable()
export class OwnProfiles {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly changes: Changes,
    private readonly settings: Settings,
    private readonly attributes: Attributes,
  ) {}

  /** What they may change of their profile. */
  async writable(): Promise<Writable> {
    const { own_profile: claims } = await this.settings.of(OWN_ACCOUNT);
    const declared = await this.attributes.declared();
    const attributes = [...declared].flatMap(([name, { own }]) => (own ? [name] : []));
    return { claims: OWN_CLAIMS[claims], attributes, declared };
  }

  /** @returns what cannot be as it was given, by pointers (RFC 6901). @throws Problem 404 */
  async change(sub: string, given: OwnProfile, author: Author): Promise<string[]> {
    const allowed = await this.writable();
    const planOf = (before: User) => planOwnProfile(before, given, allowed);
    try {
      await this.changes.change(this.aggregate, sub, planOf, author);
      return [];
    } catch (error) {
      if (!(error instanceof RefusedChange)) throw error;
      return error.problems.map(({ pointer }) => pointer);
    }
  }
}
