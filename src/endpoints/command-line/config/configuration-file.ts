import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Document, LineCounter, type Node, parseDocument } from 'yaml';
import { type Environment, StartRefused } from '#platform/config';
import { type Configuration, faultsIn, SECRET_MEMBERS } from '#endpoints/configuration';

type Path = readonly (string | number)[];

/** A fault of a file: where it stands, and what is wrong there. */
class Faults {
  private readonly found: { readonly offset: number; readonly detail: string }[] = [];

  constructor(
    private readonly file: string,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {}

  add(path: Path, detail: string): void {
    this.found.push({ offset: this.offsetOf(path), detail: `${pathOf(path)}${detail}` });
  }

  /** @throws StartRefused when there are any */
  refuse(): void {
    if (this.found.length === 0) return;
    const inOrder = this.found.sort((one, other) => one.offset - other.offset);
    throw new StartRefused(
      inOrder.map(({ offset, detail }) => {
        const { line, col } = this.lines.linePos(offset);
        return `${this.file}:${String(line)}:${String(col)}: ${detail}`;
      }),
    );
  }

  /** Of the key, where there is one: what is wrong may be its name. */
  private offsetOf(path: Path): number {
    for (let length = path.length; length > 0; length--) {
      const parent = this.document.getIn(path.slice(0, length - 1), true);
      const last = path[length - 1];
      const items = (parent as { items?: readonly { key?: Node & { value?: unknown } }[] }).items;
      const pair = items?.find(({ key }) => key?.value === last);
      const node =
        pair?.key ?? (this.document.getIn(path.slice(0, length), true) as Node | undefined);
      const start = node?.range?.[0];
      if (start !== undefined) return start;
    }
    return 0;
  }
}

const pathOf = (path: Path) => (path.length === 0 ? '' : `${path.join('.')}: `);

/**
 * Reads a configuration: YAML, with `${NAME}` of the environment and `${file:path}` in values, and secrets by
 * `{from_env: NAME}` alone.
 * @throws StartRefused with line and column of everything that is wrong
 */
export async function readConfiguration(
  file: string,
  environment: Environment,
): Promise<Configuration> {
  const text = await readFile(resolve(file), 'utf8').catch(refuse);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    const [reason = ''] = broken.message.split(' at line');
    throw new StartRefused([`${file}:${String(line)}:${String(col)}: ${reason}`]);
  }
  const faults = new Faults(file, document, lines);
  const reader = new Values(environment, dirname(resolve(file)), faults);
  const read = await reader.read(document.toJS() ?? {}, []);
  faults.refuse();
  for (const { path, detail } of await faultsIn(read)) faults.add(path, detail);
  faults.refuse();
  return read as Configuration;
}

class Values {
  constructor(
    private readonly environment: Environment,
    private readonly folder: string,
    private readonly faults: Faults,
  ) {}

  async read(value: unknown, path: Path): Promise<unknown> {
    if (SECRET_MEMBERS.has(String(path.at(-1)))) return this.secret(value, path);
    if (typeof value === 'string') return this.filled(value, path);
    if (Array.isArray(value)) {
      return Promise.all(value.map((item, index) => this.read(item, [...path, index])));
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(
      async ([name, one]) => [name, await this.read(one, [...path, name])] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  private secret(value: unknown, path: Path): unknown {
    const given: object = typeof value === 'object' && value !== null ? value : {};
    const [[key, name] = [], ...more] = Object.entries(given) as [string, unknown][];
    if (key !== 'from_env' || typeof name !== 'string' || more.length > 0) {
      this.faults.add(path, 'A secret does not stand in a file: {from_env: NAME}.');
      return undefined;
    }
    return this.variable(name, path);
  }

  private async filled(text: string, path: Path): Promise<string> {
    const parts = text.split(/\$\{([^}]*)\}/);
    const filled = parts.map(async (part, index) =>
      index % 2 === 0 ? part : this.reference(part, path),
    );
    return (await Promise.all(filled)).join('');
  }

  private async reference(name: string, path: Path): Promise<string> {
    if (!name.startsWith('file:')) return this.variable(name, path) ?? '';
    const file = resolve(this.folder, name.slice('file:'.length));
    try {
      return (await readFile(file, 'utf8')).replace(/\n$/, '');
    } catch (error) {
      this.faults.add(path, (error as Error).message);
      return '';
    }
  }

  private variable(name: string, path: Path): string | undefined {
    const value = this.environment[name];
    if (value === undefined) this.faults.add(path, `${name} is not set in the environment.`);
    return value;
  }
}

function refuse(error: unknown): never {
  throw new StartRefused([(error as Error).message], { cause: error });
}
