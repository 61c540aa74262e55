import { Injectable } from '@nestjs/common';
import { Attributes, namedAttributes, type NamedAttributes } from '#registry/claims';
import { Groups, type NamedGroup } from '#registry/groups';
import type { User } from './user.js';

/** What a person's row has by ids and keys, by its names. */
export interface NamesOfUser {
  readonly groups: readonly NamedGroup[];
  readonly attributes: NamedAttributes;
}

/** Finds the names of what stands with people, without a question to the database. */
@Injectable()
export class UserNames {
  constructor(
    private readonly groups: Groups,
    private readonly attributes: Attributes,
  ) {}

  async of(user: User): Promise<NamesOfUser> {
    return {
      groups: await this.groups.named(user.groups.keys()),
      attributes: namedAttributes(user.attributes, await this.attributes.declared()),
    };
  }

  /** Without what is for admins alone. */
  async toldTo(user: User): Promise<NamesOfUser> {
    const declared = [...(await this.attributes.declared())].filter(([, { told }]) => told);
    return {
      groups: await this.groups.named(user.groups.keys()),
      attributes: namedAttributes(user.attributes, new Map(declared)),
    };
  }
}
