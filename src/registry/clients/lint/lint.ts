import type { Remark } from '#platform/changes';
import type { ClientMetadata } from '../metadata/client-metadata.js';
import {
  type ClientPatch,
  type Found,
  LINT_SEVERITIES,
  type LintedClient,
  type LintProfile,
  type LintRule,
  type LintSeverity,
} from './lint-rule.js';
import { LINT_RULES } from './rules/index.js';

/** What a rule found in a client. */
export interface Finding extends Found {
  readonly rule: LintRule;
  readonly severity: LintSeverity;
}

export interface LintChoice {
  /** All of them unless one is named. */
  readonly profile?: LintProfile | undefined;
  /** This and what weighs more. */
  readonly severity?: LintSeverity | undefined;
}

/** Everything that is found in a client, what weighs most first. */
export function lint(
  client: LintedClient,
  { profile, severity: least = 'info' }: LintChoice = {},
): Finding[] {
  const weight = (severity: LintSeverity) => LINT_SEVERITIES.indexOf(severity);
  return LINT_RULES.filter(({ profiles }) => profile === undefined || profiles.includes(profile))
    .flatMap((rule) =>
      rule.find(client).map((found) => ({ severity: rule.severity, ...found, rule })),
    )
    .filter(({ severity }) => weight(severity) <= weight(least))
    .sort((a, b) => weight(a.severity) - weight(b.severity));
}

/** What is allowed in a registration, and less safe than what is usual. */
export function warningsAbout(metadata: ClientMetadata, now: number): Remark[] {
  const found = lint({ metadata, now }, { severity: 'warning' });
  return found.map(({ pointer, rule }) => ({ pointer, detail: rule.detail }));
}

/** One change that does what these findings ask for; a member that several change is the last one's. */
export function fixOf(findings: readonly Finding[]): ClientPatch {
  return Object.assign({}, ...findings.map(({ fix }) => fix ?? {})) as ClientPatch;
}
