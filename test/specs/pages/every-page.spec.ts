import { describe, expect, it } from '@jest/globals';
import { PLAIN_LOOK } from '#platform/http';
import { textsFor } from '#platform/texts';
import {
  loginWithPassword,
  type PageModels,
  type PageName,
  pageTemplates,
  renderPage,
} from './all-pages.js';

const client: PageModels['login']['client'] = {
  name: 'Photo Printing',
  logoUri: '/logos/1.png',
  policyUri: 'https://print.example/privacy',
  tosUri: 'https://print.example/terms',
  clientUri: 'https://print.example/',
  redirectHost: 'print.example',
  firstParty: true,
  unverified: true,
};
const user = { name: 'Alice Example', username: 'alice' };
const scopes = [{ name: 'photos:read', description: 'See your photos' }];
const form = { action: '/post', cancelAction: '/cancel', csrf: 'csrf-value' };

const atDesk = { seesEvents: true, notice: 'Done.' };
const findings = [
  {
    ...{ rule: 'implicit-grant', severity: 'error', detail: 'Implicit.', pointer: '/grant_types' },
    spec: 'RFC 9700 §2.1.2',
  },
];
const foundPerson = { sub: 'sub-1', name: 'Alice Example', login: 'a@b.example', disabled: true };

const frame = { csrf: 'c', linkable: true, desk: true, notice: 'Done.', offersSignOut: true };

/** Every member of every page, set. */
const models: PageModels = {
  login: loginWithPassword(client, { username: 'alice@example.com', error: 'Not right.' }),
  'select-account': { ...form, otherAction: '/other', client, user },
  consent: {
    ...{ ...form, otherAction: '/other' },
    ...{ client, user, scopes, resources: [{ name: 'Photo Library' }, { name: 'Archive' }] },
    ...{ offlineAccess: true, redirectHost: 'print.example' },
  },
  'no-access': {
    ...{ otherAction: '/other', cancelAction: '/cancel', csrf: 'csrf-value' },
    ...{ userCode: 'BCDF-GHJK', client, user },
  },
  error: {
    error: 'invalid_request',
    description: 'Why.',
    reference: 'R1',
    title: 'Logout error',
    toDo: 'Do.',
    wayOn: { name: 'Print', uri: 'https://print.example/' },
  },
  logout: {
    action: '/post',
    csrf: 'c',
    user: { name: 'Alice' },
    client: { name: 'Print', unverified: true },
    pinned: [{ name: 'state', value: 'pinned-state' }],
    error: { code: 'invalid_request', description: 'Why.', reference: 'R2' },
    cancelUrl: '/stay',
  },
  'signed-out': {
    elsewhere: { name: 'Corp', uri: 'https://print.example/logout?id_token_hint=x' },
    onward: {
      ...{ uri: 'https://print.example/bye', name: 'Print' },
      stranger: { client, host: 'print.example' },
    },
  },
  profile: {
    ...frame,
    user: { ...user, email: 'alice@example.com', sub: 'sub-1' },
    profile: [{ label: 'Full name', value: 'Alice Example' }],
    fields: [
      {
        ...{ name: 'locale', label: 'Language', value: 'de', autocomplete: 'language' },
        ...{ hint: 'Such as de.', wrong: true },
      },
      { name: 'zoneinfo', label: 'Zone', value: 'UTC', autocomplete: 'off', hint: 'Such as UTC.' },
    ],
    keptBy: [],
    ...{ verifiesEmail: true, changesEmail: true, error: 'Not this.' },
  },
  security: {
    ...frame,
    user: { username: 'alice' },
    ...{ usernameToken: 'username-token', credentialVersion: 1, ways: 'By password.' },
    ...{ signals: [], scripts: [] },
    ...{ hasPassword: true, passwordChangedAt: 60, passwordRule: 'At least 15 characters.' },
    passwordError: { text: 'Too short.', aboutNew: true },
    authenticators: [
      {
        ...{ id: 'k1', name: 'Work phone', title: 'Code', createdAt: 0, lastUsedAt: 60 },
        renamed: true,
      },
    ],
    enrolments: [{ path: 'code', title: 'Code' }],
    trustedBrowsers: [
      { id: 'b1', createdAt: 1_700_000_000, expiresAt: 1_702_592_000, userAgent: 'Firefox' },
    ],
  },
  sessions: {
    ...frame,
    sessions: [
      {
        ...{ id: 's1', startedAt: 0, lastSeenAt: 60, current: true, userAgent: 'curl/8' },
        ...{ ip: '192.0.2.1', proofs: 'Password', applications: ['Photo Printing'] },
      },
      {
        ...{ id: 's2', startedAt: 0, lastSeenAt: 60, current: false, userAgent: 'curl/8' },
        ...{ ip: '192.0.2.2', proofs: 'Passkey', applications: [] },
      },
    ],
  },
  applications: {
    ...frame,
    consents: [
      {
        ...{ id: 'c1', clientName: 'Photo Printing', uri: 'https://print.example/' },
        ...{ scopes, grantedAt: 0 },
      },
    ],
    authorizations: [{ id: 'a1', clientName: 'Photo Backup', begunAt: 0, lastUsedAt: 60 }],
  },
  linked: {
    ...frame,
    linked: [{ id: 'i1', name: 'Corp', email: 'a@corp.example', createdAt: 0, lastUsedAt: 60 }],
    offered: [{ id: 'github', name: 'GitHub' }],
    error: 'The last one.',
  },
  data: {
    ...frame,
    activity: [
      { at: 0, what: 'Signed in', by: 'by an admin', clientName: 'Print', ip: '192.0.2.1' },
    ],
    ...{ deletable: true, deletionError: 'Not your name.' },
  },
  'form-post': {
    action: 'https://print.example/cb?a=1',
    parameters: [{ name: 'state', value: 'state-value' }],
    nonce: 'nonce-value',
  },
  departure: { client, redirectHost: 'print.example', uri: 'https://print.example/cb?error=e' },
  'password-link': {
    ...{ csrf: 'c', action: '/recover/password', link: 'link-value', username: 'pia' },
    rule: 'At least 15 characters.',
    invited: false,
    error: 'Too short.',
  },
  'password-link-done': { accountUrl: '/account' },
  recover: { csrf: 'c', action: '/recover', error: 'Say who.' },
  'recover-sent': { againUrl: '/recover' },
  'sign-up': {
    ...{ csrf: 'c', action: '/sign-up', client, from: 'uid-1', email: 'pia@example.com' },
    ...{ domains: ['example.com'], signInUrl: '/interaction/uid-1', error: 'Not an address.' },
  },
  'sign-up-sent': { againUrl: '/sign-up', signInUrl: '/account' },
  'sign-up-confirm': {
    ...{ csrf: 'c', action: '/sign-up/confirm', link: 'link-value', from: 'uid-1' },
    ...{ email: 'pia@example.com', name: 'Pia', rule: 'At least 15 characters.', approval: true },
    ...{ error: 'Too short.', aboutName: true, aboutPassword: true },
  },
  'sign-up-done': { waits: false, signInUrl: '/account' },
  email: {
    ...{ csrf: 'c', action: '/account/email', cancelUrl: '/account', email: 'a@b' },
    error: 'Not an address.',
  },
  'email-link': {
    ...{ title: 'Yours?', lead: 'Is it?', submit: 'Yes' },
    ...{ csrf: 'c', action: '/email/undo', link: 'link-value' },
    ...{ username: 'pia', email: 'pia@example.com' },
  },
  'email-link-done': { title: 'Done', lead: 'Yours.', accountUrl: '/account' },
  problems: {
    problems: [
      {
        ...{ name: 'not-found', title: 'Not found', status: 404, error: 'not_found' },
        ...{ meaning: 'Nothing there.', whatToDo: 'Look elsewhere.' },
      },
    ],
  },
  welcome: { issuer: 'https://id.example', docsUrl: '/docs', accountUrl: '/account' },
  device: { action: '/device', csrf: 'c', userCode: 'BCDF-GHJK', error: 'Not known.' },
  'device-confirm': {
    ...{ ...form, client, scopes, userCode: 'BCDF-GHJK', user },
    asked: { at: 0, minutesAgo: 2, ip: '192.0.2.1', sameNetwork: false },
  },
  'device-done': { approved: true },
  desk: {
    ...atDesk,
    ...{ query: 'ali', tooShort: false, more: true },
    seeks: { people: true, clients: true, references: true },
    people: [foundPerson],
    clients: [{ id: 'photo-printing', name: 'Photo Printing', disabled: true }],
    refusals: [
      {
        ...{ reference: 'R1', at: 60, endpoint: '/token', error: 'invalid_grant', fix: 'Do.' },
        ...{ check: 'code', spec: 'RFC 6749', expected: 'a code', got: 'none' },
        client: { id: 'photo-printing', name: 'Print', changedAt: 60, changedBy: 'sub-2' },
      },
    ],
  },
  'desk-person': {
    ...atDesk,
    person: {
      ...{ sub: 'sub-1', name: 'Alice Example', username: 'alice', email: 'a@b.example' },
      ...{ emailVerified: false, disabled: true, locked: 'Locked.', newPassword: true },
      ...{ groups: ['payroll'], roles: ['editor'], createdAt: 60 },
    },
    sessions: [
      {
        ...{ startedAt: 0, lastSeenAt: 60, userAgent: 'curl/8', ip: '192.0.2.1' },
        proofs: 'Password',
      },
    ],
    moreSessions: true,
    factors: [{ name: 'Work phone', title: 'Code', createdAt: 0, lastUsedAt: 60 }],
    activity: [{ at: 0, what: 'Signed in', by: 'by an admin', clientName: 'Print' }],
    actions: [{ name: 'unlock', title: 'Unlock', danger: true }],
    beyond: true,
  },
  'desk-action': {
    csrf: 'c',
    person: { name: 'Alice Example', login: 'a@b.example' },
    ...{ title: 'Unlock', lead: 'It is.', effects: ['Sessions: 1'], danger: true },
    ...{ action: '/desk/people/somebody/unlock', cancelUrl: '/desk/people/somebody' },
  },
  'desk-client': {
    ...atDesk,
    client: {
      ...{ id: 'photo-printing', name: 'Photo Printing', disabled: true, unverified: true },
      ...{ method: 'none', createdAt: 60, updatedAt: 60, lastUsedAt: 60 },
    },
    owners: [{ name: 'Alice', sub: 'sub-1' }, { name: 'Payroll' }],
    contacts: ['team@print.example'],
    secrets: [
      {
        ...{ label: 'Data centre', hint: 'x7Qw', createdAt: 0, expiresAt: 60, lastUsedAt: 30 },
        expired: true,
      },
    ],
    findings,
  },
  'desk-events': {
    ...atDesk,
    types: ['logout'],
    ...{ filters: { user: 'sub-1', ip: '192.0.2.1' }, wrong: { ip: true } },
    events: [
      {
        ...{ at: 60, type: 'logout', failed: true, seq: 1, actor: 'sub-3', actorKind: 'user' },
        ...{ user: 'sub-1', client: 'print', ip: '192.0.2.1', requestId: 'R1' },
      },
    ],
    ...{ nextUrl: '/desk/events?cursor=c', exportUrl: '/desk/events/export' },
  },
  'desk-attention': {
    ...atDesk,
    locked: [foundPerson],
    mails: [{ to: 'a@b.example', at: 60, givenUp: true, reason: '550' }],
    clients: [{ id: 'photo-printing', name: 'Photo Printing', findings }],
    nextUrl: '/desk/attention?cursor=c',
  },
  authenticator: {
    ...{ id: 'login', title: 'Code', part: '_password', fields: { username: 'alice' } },
    ...{ error: 'Not right.', action: '/post', cancelUrl: '/account', csrf: 'c', submit: 'Go on' },
    ...{ script: '/assets/code.js', scriptNonce: 'nonce', submitId: 'login-submit' },
  },
};
const pages = Object.keys(models) as PageName[];
const html = (page: PageName) => renderPage(page, models[page]);

const attributes = (tag: string) => [...tag.matchAll(/\s([a-z-]+)(?:="([^"]*)")?/g)];
const tags = (document: string) => document.match(/<[a-z!/][^>]*>/g) ?? [];

/** Elements and attribute names, without what is written in them. */
const structure = (document: string) =>
  tags(document).map((tag) => [
    /^<[^\s>]+/.exec(tag)?.[0],
    attributes(tag).map(([, name]) => name),
  ]);

/** Copies of a model, each with another one of its strings replaced. */
function* poisoned(value: object, poison: string, path = ''): Generator<[string, object]> {
  for (const [key, member] of Object.entries(value) as [string, unknown][]) {
    const replace = (by: unknown) =>
      Array.isArray(value)
        ? value.map((item: unknown, index) => (String(index) === key ? by : item))
        : { ...value, [key]: by };
    if (typeof member === 'string') yield [path + key, replace(poison)];
    if (typeof member !== 'object' || member === null) continue;
    for (const [at, copy] of poisoned(member, poison, `${path}${key}.`)) yield [at, replace(copy)];
  }
}

const breakOut = `x"'><script>alert(1)</script><img src=x onerror=alert(1)>&`;
const uris = /\.(logoUri|policyUri|tosUri|clientUri|(onward|wayOn|consents\.0)\.uri)$|^\.uri$/;

describe('hostile values', () => {
  it.each(pages)('L01 %s: no field can add an element or an attribute', (page) => {
    for (const [field, model] of poisoned(models[page], breakOut)) {
      const render = () => renderPage(page, model as never);
      if (page === 'form-post' && field === 'action') {
        expect(render).toThrow(TypeError);
        continue;
      }
      // The name of a template: of ours, or of none.
      if (/^(methods\.0\.)?part$/.test(field)) {
        expect(render).toThrow(/template/);
        continue;
      }
      const document = render();
      expect([field, document]).not.toEqual([field, html(page)]);
      expect([field, document]).not.toEqual([field, expect.stringMatching(/alert\(1\)(?!&|%)/)]);
      if (!uris.test(`.${field}`)) {
        expect([field, structure(document)]).toEqual([field, structure(html(page))]);
      }
    }
  });

  it('L01 client links and logos that are no links or paths of ours are left out', () => {
    for (const hostile of ['JaVaScRiPt:alert(1)', 'data:text/html,x', ' javascript:alert(1)']) {
      const asked = { name: 'X', logoUri: hostile, policyUri: hostile, tosUri: hostile };
      const document = renderPage('login', { ...models.login, client: asked });
      expect(document).not.toContain(hostile.trim());
      expect(document).not.toMatch(/client-logo|client-links/);
    }
  });

  it('L01 a name cannot turn the text around it: names are isolated', () => {
    const name = '\u202Eelpmaxe.knab';
    const document = renderPage('consent', { ...models.consent, client: { ...client, name } });
    expect(document).toContain(`<bdi>${name}</bdi>`);
  });

  it('L02 form_post: parameters stay in their attributes', () => {
    const parameters = [{ name: 'state', value: '"><script>alert(1)</script>' }];
    expect(renderPage('form-post', { ...models['form-post'], parameters })).toContain(
      '<input type="hidden" name="state" value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">',
    );
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'com.example:/cb', '/cb', ''])(
    'L02 form_post: the scheme of action is checked again, %p is refused',
    (action) => {
      expect(() => renderPage('form-post', { ...models['form-post'], action })).toThrow(TypeError);
    },
  );
});

describe('what the browser may load and run', () => {
  it.each(pages)('A26 %s: nothing is loaded from another origin', (page) => {
    for (const tag of tags(html(page))) {
      for (const [, name, value = ''] of attributes(tag)) {
        if (name === undefined || !/^(src|srcset|href|action|formaction)$/.test(name)) continue;
        if (page === 'form-post' && name === 'action') continue;
        if (tag.startsWith('<a ') && value.startsWith('https://print.example/')) {
          expect(tag).toContain('rel="noopener noreferrer"');
          // Who signed out goes back in the same window; everything else opens beside the page.
          const leads = /id="(continue|sign-out-elsewhere)"/.test(tag);
          expect(tag.includes('target="_blank"')).toBe(!leads);
        } else expect(value).toMatch(/^\/(?![/\\])/);
      }
    }
  });

  it.each(pages)('L01 %s: no inline handler and no inline style', (page) => {
    const names = tags(html(page)).flatMap((tag) => attributes(tag).map(([, name]) => name));
    expect(names.filter((name) => name === 'style' || name?.startsWith('on'))).toEqual([]);
    expect(html(page)).not.toMatch(/<style|<iframe|<object|<base/);
  });

  it('L02 scripts are that of form_post and those of sign-in methods, under the nonce of the response', () => {
    const scripted = pages.filter((page) => html(page).includes('<script'));
    expect(scripted).toEqual(['form-post', 'authenticator']);
    expect(html('authenticator').match(/<script.*<\/script>/g)).toEqual([
      '<script type="module" src="/assets/code.js" nonce="nonce"></script>',
    ]);
    expect(html('form-post').match(/<script.*<\/script>/g)).toEqual([
      '<script nonce="nonce-value">document.forms[0].submit()</script>',
    ]);
  });
});

describe('structure', () => {
  it('of every page is looked at', () => {
    expect(pages.toSorted()).toEqual(pageTemplates);
  });

  it.each(pages)('%s is one document with one main and one heading', (page) => {
    expect(html(page)).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html(page).match(/<main>/g)).toHaveLength(1);
    expect(html(page).match(/<h1>/g)).toHaveLength(1);
    expect(html(page)).toContain('name="viewport" content="width=device-width, initial-scale=1"');
    expect(html(page)).not.toMatch(/undefined|\[object/);
  });

  it.each(pages)('%s is no dead end, also when all it may leave out is missing', (page) => {
    const model = { ...models[page], wayOn: undefined, onward: undefined, uri: 'no address' };
    const document = renderPage(page, model as never);
    expect(document).toMatch(/<button |<a [^>]*href="\/(?!"|[\w.-]*\.(css|svg))/);
  });

  it.each(pages)('%s: ids are unique, what they point to exists, inputs have labels', (page) => {
    const all = tags(html(page)).map((tag) => [tag, new Map(attributes(tag).map(pair))] as const);
    const ids = all.flatMap(([, attribute]) => attribute.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const name of ['for', 'aria-describedby', 'aria-labelledby']) {
      const targets = all.flatMap(([, attribute]) => attribute.get(name)?.split(' ') ?? []);
      expect(ids).toEqual(expect.arrayContaining(targets));
    }
    const labelled = all.flatMap(([, attribute]) => attribute.get('for') ?? []);
    const inputs = all.filter(([tag]) => /^<(input|select)/.test(tag) && !tag.includes('hidden'));
    expect(inputs.map(([, attribute]) => attribute.get('id'))).toEqual(labelled);
  });

  it('A29 every form of ours posts the anti-CSRF value', () => {
    for (const page of pages.filter((name) => name !== 'form-post')) {
      for (const [sent] of html(page).matchAll(/<form[\s\S]*?<\/form>/g)) {
        // What only asks changes nothing.
        if (/^<form[^>]* method="get"/.test(sent)) continue;
        expect(sent).toMatch(/^<form method="post" action="\/[a-z-]+(?:\/[a-z-]+)*">/);
        expect(sent).toMatch(/<input type="hidden" name="csrf" value="(c|csrf-value)">/);
      }
    }
  });
});

function pair([, name = '', value = '']: RegExpMatchArray): [string, string] {
  return [name, value];
}

describe('languages', () => {
  /** Each letter of a catalogue with an accent: what has none was not put into words by it. */
  const accented = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.replaceAll(/\{\w+\}|[a-z]/gi, (found) =>
        found.startsWith('{') ? found : `${found}\u0301`.normalize(),
      );
    }
    if (Array.isArray(value)) return value.map(accented);
    const entries = Object.entries(value as object).map(([name, one]) => [name, accented(one)]);
    return Object.fromEntries(entries) as unknown;
  };
  const { language, ownName, dates, ...english } = textsFor('en');
  const pseudo = { language, ownName, dates, ...(accented(english) as typeof english) };

  /** Strings of a model: data, which is the same in every language. */
  const stringsOf = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsOf)
      : [];
  };

  it.each(pages)('%s: every word that is not data comes from the catalogue', (page) => {
    const look = { ...PLAIN_LOOK, texts: pseudo };
    const document = renderPage(page, models[page], look);
    const body = document
      .slice(document.indexOf('<body'))
      .replaceAll(/<(script|style|code|time)[^>]*>.*?<\/\1>/gs, '')
      .replaceAll(/<[^>]*>/g, '\n')
      .replaceAll(/&\w+;|&#\d+;/g, ' ');
    const data = [...stringsOf(models[page]), 'Gatehouse', 'print.example', 'Unknown'];
    const words = data
      .filter((one) => one.length > 0)
      .sort((one, other) => other.length - one.length)
      .reduce((text, one) => text.replaceAll(one, ' '), body);
    expect(words.match(/[a-z]{2,}/gi)).toBeNull();
  });
});
