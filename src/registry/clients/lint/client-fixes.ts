import { Injectable } from '@nestjs/common';
import type { CallingAuthor } from '#platform/changes';
import { KnownNames } from '../admin/known-names.js';
import { planClientChangeByAdmin } from '../admin/plan-admin-client.js';
import type { Client } from '../client.js';
import { ClientChanges } from '../client-changes.js';
import { ClientLinter } from './client-linter.js';
import { fixOf } from './lint.js';
import type { ClientPatch } from './lint-rule.js';

/** Changes clients as rules propose it, and admins could. */
@Injectable()
export class ClientFixes {
  constructor(
    private readonly changes: ClientChanges,
    private readonly linter: ClientLinter,
    private readonly known: KnownNames,
  ) {}

  /** @throws RefusedChange, Problem 404 */
  async apply(
    client: Client,
    rules: readonly string[],
    author: CallingAuthor,
  ): Promise<{ readonly mended: Client; readonly patch: ClientPatch }> {
    const [findings = []] = await this.linter.findings([client], {});
    const patch = fixOf(findings.filter(({ rule }) => rules.includes(rule.name)));
    const circumstances = await this.changes.adminCircumstances();
    const planOf = (before: Client) =>
      planClientChangeByAdmin(before, patch, author.caller, circumstances);
    const hold = this.known.holding(patch.scope, circumstances);
    const changed = await this.changes.change(client.id, planOf, author, hold);
    return { mended: changed.client, patch };
  }
}
