// `npm run limits`: writes docs/limits.md from the sections of settings and from the constants whose comment
// begins with `Limit:` or `Budget:` (which says `Whose:` it is and what `Opens:` it), and runs a year of guesses
// by these rules. With --check it only says whether the page is up to date, with --page it only writes it.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const PAGE = 'docs/limits.md';
const CONSTANT = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n(?:export )?const (\w+) = (.*);/g;
const MARKED = /^(Limit|Budget): /;
/** Whose a budget is, and what opens it again. */
const OPENED = /^(.*?) Whose: (.*?) Opens: (.*?)$/s;
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
      return [{ kind, name, value, path, meaning: meaning.replace(MARKED, '') }];
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

const budgets = (found) =>
  table(
    ['at most', 'of what', 'whose', 'what opens it', 'where'],
    found
      .filter(({ kind }) => kind === 'Budget')
      .map(({ value, meaning, path }) => {
        const [, what, whose, opens] = OPENED.exec(meaning) ?? [];
        if (opens === undefined) throw new Error(`${path}: whose is "${meaning}"?`);
        return [number(value), what, whose, opens, link(path)];
      }),
  );

/** Default, from, to and unit; of a word and of names for some, which there are. */
const boundsOf = ({
  kind,
  default: usual,
  minimum,
  maximum,
  choices,
  properties,
  unit,
  format,
}) => {
  if (kind === undefined) return [...[usual, minimum, maximum].map(number), unit];
  if (kind === 'declarations') {
    const each = Object.entries(properties).map(
      ([name, words]) => `${name}: ${words.join(' or ')}`,
    );
    return ['none', 0, maximum, `names, each with ${each.join(', ')}`];
  }
  if (kind === 'text') return [usual === '' ? 'none' : `\`${usual}\``, '', maximum, 'characters'];
  if (kind === 'list') return ['none', 0, maximum, `each of the form ${format}`];
  const words = choices.map((choice) => `\`${choice}\``).join(', ');
  return kind === 'choice' ? [`\`${usual}\``, '', '', words] : ['none', 0, maximum, `for ${words}`];
};

const settings = ({ name, description, members, path }) =>
  `${description} Admins set them (section \`${name}\` of the settings, ${link(path)}).\n\n${table(
    ['name', 'default', 'from', 'to', 'unit', 'meaning', 'whose', 'what opens it'],
    Object.entries(members).map(([member, words]) => [
      `\`${member}\``,
      ...boundsOf(words),
      ...[words.meaning, words.whose, words.opens],
    ]),
  )}`;

const draw = (found, declared) => `# Limits

What is limited, by how much, whose limit it is, and what opens it again. This page is written by
\`npm run limits\`, which also runs the rules for a simulated year and prints what came of it.

No limit on guessing can be turned against its owner: whoever has the right secret, the right password in a
browser that knows them, or a real code, is let in whatever others have tried in their name. What limits the work
or the room that requests cost hangs on the address they come from, and is shared by all who share that: see
\`TRUSTED_PROXIES\` where all seem to come from one.

## What admins set

${declared.map(settings).join('\n\n')}

Those that are counted in memory are counted by each node on its own, and anew when it starts: failures of
clients, misses, decryptions, fetches, and the room for requests. The others are counted in the database.

## Guessing

${budgets(found)}

Waits hang on what was typed as the name and on the network address (an IPv6 network of 64 bits counts as one),
whether or not somebody has that name, so that a stranger who guesses makes nobody else wait. An account counts
the wrong passwords itself, whoever tries them, until a right one. Strangers can make ${number(strangers(found))} of these; what they
type after that is answered as a wrong password, right or wrong, and no answer tells that it is so. A browser in which
the person has signed in before, and somebody who is signed in already, has the rest.

What opens an account then:

- the right password in a browser that is known: every way in is open again;
- \`POST /admin/users/{sub}/unlock\` (scope \`users:write\`), which is the event \`user.unlocked\`;
- a new password, set by an admin.

The person is told so by the login page, where a password is refused; admins by the event \`user.locked\`, which
names the person, the address and these ways. A code that has used up its proofs is not opened again.

## How much

${fixed('Limit', found)}

What is larger is refused by name. Nothing opens these but a smaller request.
`;

/** A year by these rules. */
function simulate() {
  const run = ['scripts/test.js', '--project', 'wire', '--testPathPatterns', 'test/specs/limits'];
  const env = { LIMITS_DAYS: '365', ...process.env };
  return spawnSync(process.execPath, run, { stdio: 'inherit', env }).status ?? 1;
}

const asked = (option) => process.argv.includes(option);
const options = { ...(await resolveConfig(PAGE)), parser: 'markdown' };
const strangers = (found) => found.find(({ name }) => name === 'FROM_STRANGERS').value;
const page = await format(draw(constants(), await sections()), options);
if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
  if (asked('--check')) {
    console.error(`${PAGE} is out of date: npm run limits`);
    process.exitCode = 1;
  } else {
    writeFileSync(PAGE, page);
  }
}
if (!asked('--check') && !asked('--page')) process.exitCode = simulate();
