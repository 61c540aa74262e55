import type { Candidate } from './candidates.js';
import type { Outcome } from './trial.js';

const mark = (yes: boolean) => (yes ? 'yes' : 'no');

/** What a run found, one line for each. */
export function table(outcomes: readonly (readonly [Candidate, Outcome])[]): string {
  const head = [
    'client',
    'version',
    'works',
    'name, e-mail',
    'groups',
    'setting needed, or whose fault',
  ];
  const rows = outcomes.map(([candidate, outcome]) => [
    candidate.name,
    candidate.version,
    outcome.works ? (outcome.setting === undefined ? 'as documented' : 'with a setting') : 'NO',
    candidate.kind === 'checks tokens' ? '(an API)' : mark(outcome.name && outcome.email),
    candidate.groups === true ? mark(outcome.groups) : '-',
    outcome.setting ??
      candidate.fault ??
      (outcome.works ? '' : (outcome.reason ?? '').slice(0, 100)),
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const listed = outcomes.filter(([{ listed: one }]) => one === true);
  const asDocumented = listed.filter(([, { works, setting }]) => works && setting === undefined);
  const withSetting = listed.filter(([, { works, setting }]) => works && setting !== undefined);
  return [
    '',
    ...[head, ...rows].map(line),
    '',
    `Of the ${listed.length} that a release is judged by, ${asDocumented.length} work as documented, ${withSetting.length} with one setting.`,
  ].join('\n');
}
