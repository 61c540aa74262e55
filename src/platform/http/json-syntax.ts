/** White space, then one token of RFC 8259 §2: a structural character, a string, a number or a literal. */
const TOKEN =
  // eslint-disable-next-line no-control-regex -- RFC 8259 §7: these have to be escaped.
  /[ \t\n\r]*(?:([{}[\]:,])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | 'colon' | ', or end';

/**
 * Where a text stops being JSON, counted from 1, as an editor shows it. JSON.parse does not always say.
 * @returns undefined when all of it is JSON
 */
export function jsonSyntaxError(json: string): { line: number; column: number } | undefined {
  const open: string[] = [];
  let expected: Expected = 'value';
  TOKEN.lastIndex = 0;
  for (let end = 0; end < json.length; end = TOKEN.lastIndex) {
    const found: RegExpExecArray | null = TOKEN.exec(json);
    const next: Expected | false | null | undefined =
      found && (open.length > 0 || expected === 'value') && after(found, expected, open);
    if (!next) return json.slice(end).trim() === '' ? endOf(json, open, expected) : at(json, end);
    expected = next;
  }
  return endOf(json, open, expected);
}

const VALUE: readonly Expected[] = ['value', 'value or ]'];

/** Where each structural character may stand, and what it closes. */
const SIGNS: Readonly<Record<string, { at: readonly Expected[]; closes?: string }>> = {
  '{': { at: VALUE },
  '[': { at: VALUE },
  '}': { at: [', or end', 'name or }'], closes: '{' },
  ']': { at: [', or end', 'value or ]'], closes: '[' },
  ':': { at: ['colon'] },
  ',': { at: [', or end'] },
};

/** What may follow a token; undefined when it may not stand here itself. */
function after(
  [, sign, text]: RegExpExecArray,
  expected: Expected,
  open: string[],
): Expected | undefined {
  if (sign === undefined) {
    if (VALUE.includes(expected)) return ', or end';
    return expected.startsWith('name') && text !== undefined ? 'colon' : undefined;
  }
  if (SIGNS[sign]?.at.includes(expected) !== true) return undefined;
  if (sign === ':') return 'value';
  if (sign === ',') return open.at(-1) === '{' ? 'name' : 'value';
  const { closes } = SIGNS[sign];
  if (closes !== undefined) return open.pop() === closes ? ', or end' : undefined;
  open.push(sign);
  return sign === '{' ? 'name or }' : 'value or ]';
}

function endOf(json: string, open: readonly string[], expected: Expected) {
  return open.length === 0 && expected === ', or end' ? undefined : at(json, json.length);
}

/** The place of the first character from `start` on that is no white space. */
function at(json: string, start: number): { line: number; column: number } {
  const index = start + (/^[ \t\n\r]*/.exec(json.slice(start))?.[0].length ?? 0);
  const before = json.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
