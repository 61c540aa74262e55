import { createInterface } from 'node:readline/promises';
import { stringify } from 'yaml';
import { StartRefused } from '#platform/config';
import { CONFIGURED_KINDS, SETTINGS } from '#endpoints/configuration';
import type { Command, Given, Tools } from '../command.js';
import { AdminApi } from '../admin-api.js';
import { readConfiguration } from './configuration-file.js';

/** What is configured is not what a file says. */
export class Different extends Error {}

interface Step {
  readonly action: 'create' | 'change' | 'delete';
  readonly kind: string;
  readonly name: string;
  readonly members?: Readonly<Record<string, { readonly from?: unknown; readonly to?: unknown }>>;
}

const SIGNS = { create: '+', change: '~', delete: '-' } as const;

/** Clients, APIs, groups, roles, settings and more as a file: what it says is compared, and made so, by the server. */
export const config: Command = {
  takes:
    'export | validate | diff | apply  [-f <file>] [--to <issuer>] [--prune] [--yes] [--select <kinds>]',
  about:
    'configuration as code: write what is configured, check a file, say what it would change, make it so',
  words: [1, 1],
  options: {
    ...{ file: { type: 'string', short: 'f' }, to: { type: 'string' } },
    ...{ prune: { type: 'boolean' }, yes: { type: 'boolean' }, select: { type: 'string' } },
  },
  async run(given, tools) {
    switch (given.positionals[0]) {
      case 'export':
        return exported(given, tools);
      case 'validate':
        return validated(given, tools);
      case 'diff':
        return compared(given, tools);
      case 'apply':
        return applied(given, tools);
      default:
        throw new StartRefused(['It takes: config export, validate, diff or apply.']);
    }
  },
};

async function exported(given: Given, { environment, print }: Tools): Promise<void> {
  const wanted = selected(given);
  const { configuration } = (await call(given, environment, ['GET', ''])) as {
    configuration: Record<string, unknown>;
  };
  const kinds = Object.entries(configuration).filter(
    ([kind, things]) =>
      (wanted?.includes(kind) ?? true) && Object.keys(things as object).length > 0,
  );
  print(stringify(Object.fromEntries(kinds), { sortMapEntries: true, lineWidth: 0 }).trimEnd());
}

async function validated(given: Given, { environment, print }: Tools): Promise<void> {
  const file = fileOf(given);
  const read = await readConfiguration(file, environment);
  const count = Object.values(read).reduce((sum, things) => sum + Object.keys(things).length, 0);
  print(`${file}: ${String(count)} things, nothing wrong that can be seen without a server.`);
}

async function compared(given: Given, tools: Tools): Promise<void> {
  const { steps } = await planned(given, tools);
  show(steps, tools);
  if (steps.length > 0) throw new Different('different');
}

async function applied(given: Given, tools: Tools): Promise<void> {
  const { steps, plan, asked } = await planned(given, tools);
  show(steps, tools);
  if (steps.length === 0) return;
  if (given.options['yes'] !== true && !(await confirmed())) {
    throw new StartRefused(['Nothing was changed.']);
  }
  const sent = ['POST', '/apply', { ...asked, plan }] as const;
  const { done, change_id: changeId } = (await call(given, tools.environment, sent)) as {
    done: Step[];
    change_id: string;
  };
  tools.print(`${String(done.length)} done. Their events have the change_id ${changeId}.`);
}

async function planned(given: Given, { environment }: Tools) {
  const configuration = await readConfiguration(fileOf(given), environment);
  const asked = { configuration, prune: given.options['prune'] === true };
  const answer = await call(given, environment, ['POST', '/plan', asked]);
  return { ...(answer as { plan: string; steps: Step[] }), asked };
}

function show(steps: readonly Step[], { print }: Tools): void {
  if (steps.length === 0) print('Nothing would change.');
  for (const { action, kind, name, members = {} } of steps) {
    print(`${SIGNS[action]} ${kind} ${name}`);
    for (const [member, { from, to }] of Object.entries(members)) {
      print(`    ${member}: ${written(from)} -> ${written(to)}`);
    }
  }
}

const written = (value: unknown) => (value === undefined ? '(none)' : JSON.stringify(value));

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question('Make it so? Type yes: ');
  asking.close();
  return answer === 'yes';
}

function text({ options }: Given, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** The kinds that `--select` names; undefined: all. @throws StartRefused for one that there is not */
function selected(given: Given): string[] | undefined {
  const wanted = text(given, 'select')?.split(',');
  const kinds = [...CONFIGURED_KINDS, SETTINGS];
  const strange = wanted?.filter((kind) => !kinds.includes(kind)) ?? [];
  if (strange.length === 0) return wanted;
  throw new StartRefused([`--select ${strange.join(',')}: there are ${kinds.join(', ')}.`]);
}

const fileOf = (given: Given) => text(given, 'file') ?? 'gatehouse.yaml';

/** Of the installation that is meant. @throws StartRefused with what it says is wrong */
async function call(
  given: Given,
  environment: Tools['environment'],
  [method, path, body]: readonly [method: string, path: string, body?: object],
): Promise<unknown> {
  const issuer = text(given, 'to') ?? environment['ISSUER'];
  if (issuer === undefined) throw new StartRefused(['Say where: --to <issuer>, or ISSUER.']);
  const api = new AdminApi(issuer, environment);
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await api.call(method, `/config${path}`, sent);
  const said = parsed(answer.text);
  if (said !== undefined && answer.status === 200) return said;
  const { errors = [], done = [], detail, error_description: description } = said ?? {};
  const places = errors.map((one) => `${one.pointer?.slice(1) ?? ''}: ${one.detail}`);
  const what = detail ?? description ?? `${issuer} answered with status ${String(answer.status)}.`;
  throw new StartRefused([
    what,
    ...places,
    ...done.map(({ kind, name }) => `done: ${kind} ${name}`),
  ]);
}

/** Something else than our server may answer. */
function parsed(json: string): Answered | undefined {
  try {
    return JSON.parse(json) as Answered;
  } catch {
    return undefined;
  }
}

interface Answered {
  readonly detail?: string;
  readonly error_description?: string;
  readonly errors?: readonly { readonly pointer?: string; readonly detail: string }[];
  readonly done?: readonly Step[];
}
