import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/settings';
import { LIMITS } from './limits.section.js';

export type Limit = keyof typeof LIMITS.members;

/** The limits as admins have set them. */
@Injectable()
export class Limits {
  constructor(private readonly settings: Settings) {}

  async of(limit: Limit): Promise<number> {
    return (await this.settings.of(LIMITS))[limit];
  }

  /** Whether `count` is at the limit. What no admin could forbid is not looked up. */
  async reached(limit: Limit, count: number): Promise<boolean> {
    return count >= LIMITS.members[limit].minimum && count >= (await this.of(limit));
  }
}
