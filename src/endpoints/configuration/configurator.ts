import { Injectable, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type CallingAuthor, ForeseenEffects } from '#platform/changes';
import { Problem, pointerTo, readMembers } from '#platform/http';
import { isRecord } from '#platform/settings';
import { OAuthError } from '#protocol';
import { SECTION_CONTROLLERS } from '#endpoints/admin';
import {
  checkScope,
  handlerOf,
  type Current,
  CurrentConfiguration,
  digestOf,
} from './current-configuration.js';
import {
  type Configuration,
  type DocumentFault,
  faultsIn,
  type Members,
  SETTINGS,
} from './document.js';
import { type Kind, KINDS } from './kinds.js';
import { renamed } from './references.js';

export interface Step {
  readonly action: 'create' | 'change' | 'delete';
  readonly kind: string;
  readonly name: string;
  /** What changes, each with `from` and `to`. */
  readonly members?: unknown;
}

export interface Plan {
  /** Names the plan, what it is for and on what it is made. */
  readonly plan: string;
  readonly steps: readonly Step[];
}

export interface Asked {
  readonly configuration: Configuration;
  /** Whether what is not in the document goes. */
  readonly prune: boolean;
}

/** Plans a document by rehearsing the operations of the admin API, and makes it so by calling them. */
@Injectable()
export class Configurator {
  constructor(
    private readonly current: CurrentConfiguration,
    private readonly effects: ForeseenEffects,
    private readonly modules: ModuleRef,
  ) {}

  /** @throws Problem 400, 403, 409 with everything that is wrong */
  async plan(asked: Asked, author: CallingAuthor): Promise<Plan & { current: Current }> {
    await refuseFaults(asked.configuration);
    const current = await this.current.read(author.caller);
    const faults: DocumentFault[] = [];
    const steps: Step[] = [];
    for (const [kind, name, wanted] of thingsIn(asked.configuration)) {
      const step = await this.foresee(
        kind,
        name,
        wanted,
        { asked, current, author, steps },
        faults,
      );
      if (step !== undefined) steps.push(step);
    }
    const gone = asked.prune ? this.pruned(asked, current, author, faults) : [];
    if (faults.length > 0) throw refused(faults);
    const plan = digestOf(current.configuration, asked.configuration, asked.prune);
    return { plan, steps: [...steps, ...gone], current };
  }

  /** Makes one step so. @param ids is told of what is created */
  async apply(step: Step, { configuration }: Asked, ids: Current['ids'], author: CallingAuthor) {
    const { kind, name } = step;
    const members = configuration[kind]?.[name] ?? {};
    if (kind === SETTINGS) return this.changeSection(name, members, author);
    const of = kindOf(kind);
    const things = this.current.things(of);
    const known = ids.get(kind);
    if (step.action === 'delete') {
      await things.delete(known?.get(name) ?? '', ...besides(of), author);
      return;
    }
    const { body } = await things.put(
      ...([name, await bodyOf(of, members, idIn(ids))] as const),
      ...[...besides(of), author],
    );
    known?.set(name, String((body as Members)[of.id]));
  }

  private async foresee(
    kind: string,
    name: string,
    wanted: Members,
    { asked, current, author, steps }: Foreseeing,
    faults: DocumentFault[],
  ): Promise<Step | undefined> {
    const { ids, configuration } = current;
    const isThere = kind === SETTINGS || configuration[kind]?.[name] !== undefined;
    // What another step creates first cannot be named in a rehearsal.
    const waiting = new Set<string>();
    const resolve = (of: string, one: string) => {
      const id = ids.get(of)?.get(one);
      if (id !== undefined) return id;
      const comes = asked.configuration[of]?.[one] !== undefined;
      if (comes) waiting.add(`${of} ${one}`);
      return comes ? undefined : one;
    };
    try {
      const { rehearsal } = await this.effects.rehearse(async () => {
        if (kind === SETTINGS) return this.changeSection(name, wanted, author);
        const of = kindOf(kind);
        refuseOwn(of, wanted, ids.get(kind)?.get(name), author);
        const body = await bodyOf(of, wanted, resolve);
        checkScope(handlerOf(of.controller, 'put'), author.caller);
        // Whose owner is only created has to be created to be judged.
        return waiting.size > 0 && needsAll(of, body, wanted)
          ? undefined
          : this.current.things(of).put(name, body, ...besides(of), author);
      });
      if (!isThere) return { action: 'create', kind, name };
      if (rehearsal.events.length === 0 && waiting.size === 0) return undefined;
      const members = rehearsal.events.map(({ facts }) => facts?.['members']).find(isRecord);
      return { action: 'change', kind, name, ...(members === undefined ? {} : { members }) };
    } catch (error) {
      const found = faultsOf(error, [kind, name]);
      const comesFirst = [
        ...(steps.some((one) => one.kind === 'resource_servers') ? ['scope', 'scopes'] : []),
        ...(waiting.size > 0 ? Object.keys(kindOf(kind).references) : []),
      ];
      // What comes, or goes, with a step before it is judged when that is done.
      const certain = found.filter(({ path }) => !comesFirst.includes(path[2] ?? ''));
      faults.push(...certain);
      if (certain.length > 0) return undefined;
      return { action: isThere ? 'change' : 'create', kind, name };
    }
  }

  /** What has an external_id and is not in the document, in the order in which it can go. */
  private pruned(
    { configuration }: Asked,
    { configuration: there, ids }: Current,
    author: CallingAuthor,
    faults: DocumentFault[],
  ): Step[] {
    return [...KINDS].reverse().flatMap((kind) =>
      Object.keys(there[kind.name] ?? {})
        .filter((name) => configuration[kind.name]?.[name] === undefined)
        .flatMap((name): Step[] => {
          checkScope(handlerOf(kind.controller, 'delete'), author.caller);
          if (isOwn(kind, ids.get(kind.name)?.get(name), author)) {
            faults.push({ path: [kind.name, name], detail: OWN });
          }
          return [{ action: 'delete', kind: kind.name, name }];
        }),
    );
  }

  private async changeSection(name: string, body: Members, author: CallingAuthor): Promise<void> {
    const controller = SECTION_CONTROLLERS.get(name);
    if (controller === undefined) throw new Error(`there is no section ${name}`);
    const section = this.modules.get<Changing>(controller, { strict: false });
    checkScope(handlerOf(controller as Type<object>, 'change'), author.caller);
    await section.change(body, author);
  }
}

interface Foreseeing {
  readonly asked: Asked;
  readonly current: Current;
  readonly author: CallingAuthor;
  /** What is done before. */
  readonly steps: readonly Step[];
}

interface Changing {
  change(body: Members, author: CallingAuthor): Promise<unknown>;
}

const OWN = 'Whoever applies this needs it: the token is of this client.';

const isOwn = ({ name }: Kind, id: string | undefined, { caller }: CallingAuthor) =>
  name === 'clients' && id === caller.clientId;

/** Nobody takes away that by which they apply. @throws Problem 409 */
function refuseOwn(kind: Kind, wanted: Members, id: string | undefined, author: CallingAuthor) {
  if (wanted['disabled'] === true && isOwn(kind, id, author)) throw Problem.conflict(OWN);
}

/** Whether a thing is nothing without what it names. */
const needsAll = ({ references }: Kind, body: object, wanted: Members) =>
  Object.keys(references).some(
    (member) => typeof wanted[member] === 'string' && !(member in body && hasOwn(body, member)),
  );

const hasOwn = (body: object, member: string) =>
  (body as Record<string, unknown>)[member] !== undefined;

function* thingsIn(document: Configuration): Generator<[kind: string, name: string, Members]> {
  for (const kind of [...KINDS.map(({ name }) => name), SETTINGS]) {
    const things = Object.entries(document[kind] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, members] of things) yield [kind, name, members];
  }
}

function kindOf(name: string): Kind {
  const found = KINDS.find((kind) => kind.name === name);
  if (found === undefined) throw new Error(`there is no kind ${name}`);
  return found;
}

/** Nothing is forced. */
const besides = ({ forced }: Kind) => (forced === true ? [{ force: false }] : []);

const idIn = (ids: Current['ids']) => (kind: string, name: string) =>
  ids.get(kind)?.get(name) ?? name;

/** A thing as its operation takes it. */
async function bodyOf(
  kind: Kind,
  members: Members,
  resolve: (kind: string, name: string) => string | undefined,
): Promise<object> {
  const { instance } = await readMembers(kind.request, renamed(members, kind, resolve), 'refuse');
  return instance;
}

async function refuseFaults(document: Configuration): Promise<void> {
  const faults = await faultsIn(document);
  if (faults.length > 0) throw refused(faults);
}

function refused(faults: readonly DocumentFault[]): Problem {
  const errors = faults.map(({ path, detail }) => ({
    ...{ pointer: pointerTo(['configuration', ...path]), detail },
  }));
  return new Problem('invalid-request', 'The configuration cannot be applied.', { errors });
}

/** Why a step cannot be, where the document says it. */
export function faultsOf(error: unknown, path: readonly string[]): DocumentFault[] {
  if (error instanceof OAuthError && error.status === 403) {
    return [{ path, detail: error.description }];
  }
  if (!(error instanceof Problem)) throw error;
  const located = (error.errors ?? []).flatMap((fault) =>
    'pointer' in fault
      ? [{ path: [...path, ...fault.pointer.split('/').slice(1)], detail: fault.detail }]
      : [],
  );
  return located.length > 0 ? located : [{ path, detail: error.detail }];
}
