import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type CallingAuthor, RefusedChange } from '#platform/changes';
import { randomName } from '#platform/crypto';
import { faultsIn, readMembers } from '#platform/http';
import { OAuthError } from '#protocol';
import { Clients } from '#registry/clients';
import { groupKey, Groups, type NamedGroup } from '#registry/groups';
import { UserAdministration } from '../admin/user-administration.js';
import { UserInvitations } from '../admin/user-invitations.js';
import { UserRepository } from '../user.repository.js';
import { ImportedUserRequest } from './imported-user.request.js';
import { planImport } from './plan-import.js';
import type { UserLine } from './user-lines.js';

/** What came of one line. */
export interface ImportedLine {
  readonly line: number;
  readonly status: 'created' | 'would be created' | 'refused';
  readonly sub?: string;
  readonly username?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly warnings?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** The last thing that an import tells. */
export interface ImportSummary {
  readonly created: number;
  readonly refused: number;
  readonly dry_run: boolean;
  /** The first line that nobody looked at, and why. */
  readonly stopped?: { readonly line: number; readonly detail: string };
}

/** Moves people in, each in a transaction of their own: a line that is refused keeps nobody out. */
@Injectable()
export class UserImport {
  constructor(
    private readonly administration: UserAdministration,
    private readonly invitations: UserInvitations,
    private readonly users: UserRepository,
    private readonly groups: Groups,
    private readonly clients: Clients,
  ) {}

  /** Tells of each line as soon as it is done, and at last of all. */
  async *run(
    lines: readonly UserLine[],
    author: CallingAuthor,
    dryRun: boolean,
  ): AsyncGenerator<ImportedLine | ImportSummary> {
    const names = await this.groups.names();
    const groups = new Map([...names].map(([id, name]) => [groupKey(name), { id, name }]));
    const seen = new Set<string>();
    const counts = { created: 0, refused: 0 };
    for (const line of lines) {
      try {
        const done = await this.importLine(line, { author, dryRun, groups, seen });
        counts[done.status === 'refused' ? 'refused' : 'created'] += 1;
        yield done;
      } catch (error) {
        if (!(error instanceof OAuthError) || error.status !== 503) throw error;
        const detail =
          'The database or the hashing of passwords is too busy. Send it from here on.';
        yield { ...counts, dry_run: dryRun, stopped: { line: line.line, detail } };
        return;
      }
      // Tokens are issued between two people.
      await setImmediate();
    }
    yield { ...counts, dry_run: dryRun };
  }

  private async importLine(
    { line, value }: UserLine,
    { author, dryRun, groups, seen }: Import,
  ): Promise<ImportedLine> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return refused(line, [{ pointer: '', detail: 'This is no JSON object.' }]);
    }
    const { instance, faults } = await readMembers(ImportedUserRequest, value, 'refuse');
    if (faults.length > 0) return refused(line, faultsIn(faults));
    const body = instance as ImportedUserRequest;
    try {
      const sub = body.sub ?? randomName();
      const known = await this.clients.stored(sub);
      const base = await this.administration.plan(
        sub,
        Object.assign({}, body, { groups: [] }),
        author,
      );
      const plan = planImport(sub, body, base, groups, known !== undefined);
      const invited = this.invitations.alongside(body, author);
      const { username, email, externalId } = plan.value;
      if (!dryRun) {
        await this.administration.begin(sub, plan, author, invited);
      } else {
        await this.administration.preview(plan);
        await this.checkFree(seen, { sub, username, email, externalId });
      }
      const status = dryRun ? 'would be created' : 'created';
      const { warnings } = plan;
      return { line, status, sub, username, ...(warnings.length === 0 ? {} : { warnings }) };
    } catch (error) {
      if (!(error instanceof RefusedChange)) throw error;
      return refused(line, error.problems);
    }
  }

  /** What the indexes of the database would say. @throws RefusedChange */
  private async checkFree(
    seen: Set<string>,
    who: Parameters<UserRepository['isTaken']>[0],
  ): Promise<void> {
    const keys = this.users.uniqueKeys(who);
    const twice = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    if (!twice && !(await this.users.isTaken(who))) return;
    const detail = twice ? 'Somebody in a line before is called the same.' : TAKEN;
    throw new RefusedChange({ pointer: '', detail, kind: 'conflict' });
  }
}

const TAKEN =
  'Another user has this subject, username, e-mail address or external_id, or a username that looks like it.';

interface Import {
  readonly author: CallingAuthor;
  readonly dryRun: boolean;
  /** By what makes two names the same. */
  readonly groups: ReadonlyMap<string, NamedGroup>;
  readonly seen: Set<string>;
}

function refused(line: number, errors: NonNullable<ImportedLine['errors']>): ImportedLine {
  return {
    ...{ line, status: 'refused' },
    errors: errors.map(({ pointer, detail }) => ({ pointer, detail })),
  };
}
