// `npm run limits`: writes docs/limits.md from the sections of settings and from the constants whose comment
// begins with `Limit:` or `Budget:`. With --check it only says whether the page is up to date.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const PAGE = 'docs/limits.md';
const CONSTANT = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n(?:export )?const (\w+) = (.*);/g;
const MARKED = /^(Limit|Budget): /;
const READING = 'const defineSection = (section) => section;';

const sources = globSync('src/**/*.ts')
  .filter((path) => !path.endsWith('.spec.ts'))
  .sort()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** A number, a product, or a constant of the same file. */
function valueOf(expression, text) {
  const factors = expression.split(' * ').map((factor) => {
    const value = /^\d[\d_]*$/.test(factor)
      ? factor
      : new RegExp(`^const ${factor} = (\\d[\\d_]*);`, 'm').exec(text)?.[1];
    return Number(value?.replaceAll('_', ''));
  });
  return factors.reduce((product, factor) => product * factor, 1);
}

function constants() {
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(CONSTANT)].flatMap(([, comment, name, expression]) => {
      const meaning = comment.replaceAll(/\s*\n \* ?/g, ' ').trim();
      const [, kind] = MARKED.exec(meaning) ?? [];
      if (kind === undefined) return [];
      const value = valueOf(expression, text);
      if (!Number.isFinite(value)) throw new Error(`${path}: ${name} is not a number`);
      return [{ kind, value, path, meaning: meaning.replace(MARKED, '') }];
    }),
  );
}

/** What `defineSection` is given, in files that import nothing else. */
async function sections() {
  const found = sources.filter(({ path }) => path.endsWith('.section.ts'));
  return Promise.all(
    found.map(async ({ path, text }) => {
      const alone = text.replace(/^import .*$/m, READING);
      const module = await import(`data:text/javascript,${encodeURIComponent(alone)}`);
      return { path, ...Object.values(module)[0] };
    }),
  );
}

const number = (value) => value.toLocaleString('en').replaceAll(',', ' ');
const link = (path) => `[${path.slice('src/'.length)}](../${path})`;
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const fixed = (kind, found) =>
  table(
    ['at most', 'of what', 'where'],
    found
      .filter((one) => one.kind === kind)
      .map(({ value, meaning, path }) => [number(value), meaning, link(path)]),
  );

const settings = ({ name, description, members, path }) =>
  `${description} Admins set them (section \`${name}\` of the settings, ${link(path)}).\n\n${table(
    ['name', 'default', 'from', 'to', 'unit', 'meaning'],
    Object.entries(members).map(([member, { default: usual, minimum, maximum, unit, meaning }]) => [
      `\`${member}\``,
      ...[usual, minimum, maximum].map(number),
      unit,
      meaning,
    ]),
  )}`;

const draw = (found, declared) => `# Limits

What is limited, by how much, and what opens it again. This page is written by \`npm run limits\`.

## How often

${declared.map(settings).join('\n\n')}

They open by themselves when the minute or the hour is over, \`registered_strangers\` when such a client is
deleted or expires. Those that are counted in memory are counted by each node on its own.

## Guessing

${fixed('Budget', found)}

Nobody is locked out for good: a wait ends by itself, and a right password after it makes the budget full again.
A browser in which somebody has signed in before has a budget of its own, so that a stranger who guesses does
not keep them out. A code that has used up its proofs is not opened again.

## How much

${fixed('Limit', found)}

What is larger is refused by name. Nothing opens these but a smaller request.
`;

const options = { ...(await resolveConfig(PAGE)), parser: 'markdown' };
const page = await format(draw(constants(), await sections()), options);
if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
  if (process.argv.includes('--check')) {
    console.error(`${PAGE} is out of date: npm run limits`);
    process.exitCode = 1;
  } else {
    writeFileSync(PAGE, page);
  }
}
