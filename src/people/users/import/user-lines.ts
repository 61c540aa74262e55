import { parse } from 'csv-parse/sync';
import { Problem, type LinesBody } from '#platform/http';

/** Limit: people of one request. */
export const MAX_LINES = 10_000;

/** What stands in one line of an import, before anybody looked at it. */
export interface UserLine {
  /** Counted from 1, with the head of a table. */
  readonly line: number;
  readonly value: unknown;
}

/** Members that are lists: in a cell of a table with semicolons between. */
const LISTS = new Set(['attributes', 'groups', 'roles']);
const FLAGS: Readonly<Record<string, boolean | undefined>> = { true: true, false: false };

/** @throws Problem 400 when it is no table, or has more lines than one request takes; 413 */
export async function readLines(body: LinesBody): Promise<UserLine[]> {
  const text = (await body.text()).replace(/^\ufeff/, '');
  return atMost(body.kind === 'csv' ? table(text) : jsonLines(text));
}

/** @throws Problem 400 */
export function numbered(values: readonly unknown[]): UserLine[] {
  return atMost(values.map((value, index) => ({ line: index + 1, value })));
}

function atMost(lines: UserLine[]): UserLine[] {
  if (lines.length <= MAX_LINES) return lines;
  const most = String(MAX_LINES);
  throw Problem.badRequest(`A request takes ${most} people, and this one has more: send several.`);
}

function jsonLines(text: string): UserLine[] {
  return text
    .split(/\r?\n/)
    .map((json, index) => ({ line: index + 1, json }))
    .filter(({ json }) => json.trim() !== '')
    .map(({ line, json }) => ({ line, value: parsed(json) }));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function table(text: string): UserLine[] {
  try {
    const rows = parse(text, {
      columns: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ line: info.lines, value: fromCells(record) }));
  } catch (error) {
    throw Problem.badRequest(`The body is no table (RFC 4180): ${(error as Error).message}`);
  }
}

/** A name with a dot is that of a member of a member. An empty cell says nothing. */
function fromCells(cells: Readonly<Record<string, string>>): Record<string, unknown> {
  const user: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(cells)) {
    if (cell === '') continue;
    const [outer = '', inner] = column.split('.', 2);
    const value = LISTS.has(outer) ? listIn(cell) : inner === undefined ? fromCell(cell) : cell;
    if (inner === undefined) user[column] = value;
    else user[outer] = { ...(user[outer] as object | undefined), [inner]: value };
  }
  return user;
}

const fromCell = (cell: string): unknown => FLAGS[cell.toLowerCase()] ?? cell;

function listIn(cell: string): string[] {
  return cell
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
