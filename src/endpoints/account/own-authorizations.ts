import { Injectable } from '@nestjs/common';
import type { ListRequest, Page } from '#platform/lists';
import {
  type AuthorizationFilter,
  LiveAuthorizations,
  type NamedAuthorization,
  NamedAuthorizations,
} from '#tokens';
import type { Asked } from './own-access.js';

/** What applications can do in a person's name, also those that need no consent (attack S08). */
@Injectable()
export class OwnAuthorizations {
  constructor(
    private readonly live: LiveAuthorizations,
    private readonly named: NamedAuthorizations,
  ) {}

  page(
    userId: string,
    request: ListRequest & AuthorizationFilter,
  ): Promise<Page<NamedAuthorization>> {
    return this.named.page(request, { user_id: userId });
  }

  /** @returns false when the person has no such authorization, or not any more */
  async end(id: string, { userId, via, origin }: Asked): Promise<boolean> {
    const actor = { kind: 'user', id: userId } as const;
    return this.live.end(id, userId, { actor, origin, facts: { via } });
  }
}
