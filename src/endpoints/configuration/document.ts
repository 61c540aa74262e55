import type { Type } from '@nestjs/common';
import { type MemberFault, memberNames, nearestName, readMembers } from '#platform/http';
import { isRecord } from '#platform/settings';
import { SECTIONS, sectionRequest } from '#endpoints/admin';
import { KINDS } from './kinds.js';

/** Members of one thing. */
export type Members = Readonly<Record<string, unknown>>;

/** What is configured: things by kind and external_id, and settings by section. */
export type Configuration = Readonly<Record<string, Readonly<Record<string, Members>>>>;

export const SETTINGS = 'settings';

/** Never in a document: given beside it. */
export const SECRET_MEMBERS: ReadonlySet<string> = new Set(['client_secret']);

/** Never in a document: it is what the thing is keyed by. */
const KEY = 'external_id';

/** A place in a document, and what is wrong there. */
export interface DocumentFault {
  readonly path: readonly string[];
  readonly detail: string;
}

const sections: ReadonlyMap<string, Type<object>> = new Map(
  SECTIONS.map((section) => [section.name, sectionRequest(section)]),
);
const requests: ReadonlyMap<string, Type<object>> = new Map(
  KINDS.map(({ name, request }) => [name, request]),
);

/** The class of what stands below a kind and a name; undefined where there is no such section. */
const typeOf = (kind: string, name: string) =>
  kind === SETTINGS ? sections.get(name) : requests.get(kind);

/** Everything that can be seen to be wrong without a server. */
export async function faultsIn(document: unknown): Promise<DocumentFault[]> {
  if (!isRecord(document)) return [{ path: [], detail: 'It must be an object.' }];
  const faults: DocumentFault[] = [];
  const kinds = [...requests.keys(), SETTINGS];
  for (const [kind, things] of Object.entries(document)) {
    if (!kinds.includes(kind)) faults.push({ path: [kind], detail: unknown('kind', kind, kinds) });
    else if (!isRecord(things)) faults.push({ path: [kind], detail: 'It must be an object.' });
    else faults.push(...(await faultsOfKind(kind, things)));
  }
  return faults;
}

async function faultsOfKind(kind: string, things: Members): Promise<DocumentFault[]> {
  const faults: DocumentFault[] = [];
  for (const [name, members] of Object.entries(things)) {
    const path = [kind, name];
    const type = typeOf(kind, name);
    if (type === undefined) {
      faults.push({ path, detail: unknown('section', name, [...sections.keys()]) });
    } else if (!isRecord(members)) faults.push({ path, detail: 'It must be an object.' });
    else if (KEY in members) {
      faults.push({ path: [...path, KEY], detail: 'It is the key: leave it out.' });
    } else {
      const found = await readMembers(type, members, 'refuse');
      faults.push(...found.faults.map((fault) => located(path, fault)));
    }
  }
  return faults;
}

function located(path: readonly string[], fault: MemberFault): DocumentFault {
  const { path: inner, detail, known = [] } = fault;
  const words = detail ?? unknown('member', inner.at(-1) ?? '', known);
  return { path: [...path, ...inner], detail: words };
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const meant = nearestName(name, known);
  return `There is no such ${what}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`;
}

/** What a document can say of a thing. */
export function sayable(type: Type<object>): string[] {
  return memberNames(type).filter((name) => name !== KEY && !SECRET_MEMBERS.has(name));
}
