import { Injectable } from '@nestjs/common';
import { InjectEntityManager } from '@nestjs/typeorm';
import type { EntityManager } from 'typeorm';
import type { Author } from '#platform/changes';
import { personalRows } from '#platform/database';
import { Events } from '#platform/events';
import { Problem } from '#platform/http';
import { epochSeconds } from '#protocol';
import type { User } from './user.js';
import { type NamesOfUser, UserNames } from './user-names.js';
import { UserRepository } from './user.repository.js';

/** Everything that is stored about a person, in a document for themselves (GDPR, Articles 15 and 20). */
@Injectable()
export class PersonalData {
  constructor(
    @InjectEntityManager() private readonly manager: EntityManager,
    private readonly users: UserRepository,
    private readonly names: UserNames,
    private readonly events: Events,
  ) {}

  /**
   * One JSON document, piece by piece: what it is made of may be much.
   * @param author who asks for it
   * @throws Problem 404
   */
  async of(sub: string, { actor, origin, via }: Author): Promise<AsyncIterable<string>> {
    const user = await this.users.find(sub);
    if (user === undefined) throw Problem.notFound('user');
    this.events.note({ type: 'user.data_exported', actor, origin, userId: sub, facts: { via } });
    return this.document(sub, profileOf(user, await this.names.of(user)));
  }

  private async *document(sub: string, profile: object): AsyncGenerator<string> {
    yield `{\n"exported_at": ${String(epochSeconds())},\n"profile": ${JSON.stringify(profile)}`;
    let open: string | undefined;
    let first = true;
    for await (const { section, rows } of personalRows(this.manager, sub)) {
      if (section !== open) {
        yield `${open === undefined ? '' : '\n]'},\n${JSON.stringify(section)}: [`;
        [open, first] = [section, true];
      }
      const lines = rows.map((row) => JSON.stringify(row));
      if (lines.length === 0) continue;
      yield `${first ? '' : ','}\n${lines.join(',\n')}`;
      first = false;
    }
    yield open === undefined ? '\n}\n' : '\n]\n}\n';
  }
}

function profileOf(user: User, { attributes, groups: all }: NamesOfUser): object {
  const groups = all.map(({ name }) => name);
  const { sub, username, email, emailVerified, claims, roles, disabled } = user;
  return {
    ...{ sub, username, email, email_verified: emailVerified, ...claims },
    ...{ attributes, roles, groups, disabled },
    ...{ created_at: user.createdAt, updated_at: user.updatedAt },
  };
}
