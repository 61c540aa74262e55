import type { Chance } from './chance.js';
import { json, text } from './values.js';

/** One place to send requests to, and the names that mean something there. */
export interface Target {
  readonly method: string;
  /** As OpenAPI writes it: parameters in braces. */
  readonly path: string;
  readonly members: readonly string[];
}

export interface FuzzRequest {
  readonly target: Target;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What a scene knows that the server will recognize. */
export interface Known {
  readonly values: readonly string[];
  readonly authorizations: readonly string[];
  readonly cookies: readonly string[];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'QUERY'];
const FORM = 'application/x-www-form-urlencoded';
const TYPES = [
  FORM,
  'application/json',
  'text/plain',
  'application/jwt',
  'multipart/form-data',
  '',
];

/** Mostly what the target expects, with something wrong in it; sometimes nothing of the kind. */
export function requestFor(target: Target, known: Known, chance: Chance): FuzzRequest {
  const method = chance.oneIn(12) ? chance.of(METHODS) : target.method;
  const path = target.path.replace(/\{[^}]+\}/g, () =>
    encodeURIComponent(text(chance, known.values).slice(0, 300)),
  );
  const inQuery = method === 'GET' ? !chance.oneIn(6) : chance.oneIn(12);
  const query = inQuery ? `?${form(target, known, chance)}` : '';
  const isJson = target.path.startsWith('/admin') || target.path === '/register';
  const usual = isJson ? 'application/json' : FORM;
  const type = chance.oneIn(12) ? chance.of(TYPES) : usual;
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method);
  return {
    target,
    method,
    path: (path + query).slice(0, 12_000),
    headers: { ...headersOf(known, chance), ...(hasBody && type ? { 'content-type': type } : {}) },
    body: hasBody ? bodyOf(type, target, known, chance) : '',
  };
}

function headersOf(known: Known, chance: Chance): Record<string, string> {
  return {
    ...(chance.oneIn(2) ? { authorization: chance.of(known.authorizations) } : {}),
    ...(chance.oneIn(3) ? { cookie: chance.of(known.cookies) } : {}),
    ...(chance.oneIn(8) ? { origin: chance.of(['null', 'https://evil.example', '%']) } : {}),
    ...(chance.oneIn(12) ? { accept: chance.of(['text/html', '*/*', 'x']) } : {}),
    ...(chance.oneIn(20) ? { 'content-encoding': 'gzip' } : {}),
    ...(chance.oneIn(20)
      ? { 'x-forwarded-for': text(chance, ['1.2.3.4']).replace(/[^ -~]/g, '') }
      : {}),
  };
}

function bodyOf(type: string, target: Target, known: Known, chance: Chance): string {
  if (chance.oneIn(20)) return text(chance, known.values);
  if (type !== 'application/json') return form(target, known, chance);
  const members = chance.some([...target.members, '__proto__', 'unknown'], 8);
  const document = members.map((name) => [name, json(chance, known.values)] as const);
  return JSON.stringify(chance.oneIn(20) ? [document] : Object.fromEntries(document));
}

function form(target: Target, known: Known, chance: Chance): string {
  const names = chance.some([...target.members, ...target.members, 'unknown', 'a[b]'], 9);
  const encode = chance.oneIn(10)
    ? (value: string) => value.replace(/[^ -~]| /g, '')
    : encodeURIComponent;
  return names.map((name) => `${encode(name)}=${encode(text(chance, known.values))}`).join('&');
}
