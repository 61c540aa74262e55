import { beforeAll, describe, expect, it } from '@jest/globals';
import { AdminApi } from '../../support/admin-api.js';
import type { Browser } from '../../support/browser.js';
import { walk } from '../../support/sign-in.js';
import { startOwnWorld } from '../../support/application.js';
import type { LocalWorld, RegisteredUser } from '../../support/world.js';

type Whose = 'own' | 'foreign' | "admin's";

interface Objects {
  readonly sub: string;
  readonly client_id: string;
}

interface PageOfDesk {
  readonly page: (of: Objects) => string;
  /** What it stands for in the admin API: one of them is enough to be shown the page. */
  readonly operations: readonly ((of: Objects) => readonly [method: string, path: string])[];
  /** Which of the objects it is about. */
  readonly about?: keyof Objects;
}

const FORM = (name: string, method: string, path: (of: Objects) => string): PageOfDesk => ({
  page: ({ sub }) => `POST /desk/people/${sub}/${name}`,
  operations: [(of) => [method, path(of)]],
  about: 'sub',
});

/** Every page of the desk, and every form. */
const PAGES: readonly PageOfDesk[] = [
  {
    page: ({ sub }) => `GET /desk/people/${sub}`,
    operations: [({ sub }) => ['GET', `/users/${sub}`]],
    about: 'sub',
  },
  {
    page: ({ client_id }) => `GET /desk/clients/${client_id}`,
    operations: [({ client_id }) => ['GET', `/clients/${client_id}`]],
    about: 'client_id',
  },
  { page: () => 'GET /desk/events', operations: [() => ['GET', '/events']] },
  { page: () => 'GET /desk/events/export', operations: [() => ['GET', '/events']] },
  {
    page: () => 'GET /desk',
    operations: ['/users', '/clients', '/errors'].map((path) => () => ['GET', path] as const),
  },
  {
    page: () => 'GET /desk/attention',
    operations: ['/users', '/mails', '/lint'].map((path) => () => ['GET', path] as const),
  },
  FORM('reset-link', 'POST', ({ sub }) => `/users/${sub}/invitation`),
  FORM('unlock', 'POST', ({ sub }) => `/users/${sub}/unlock`),
  FORM('end-sessions', 'DELETE', ({ sub }) => `/users/${sub}/sessions`),
  FORM('reset-factors', 'POST', ({ sub }) => `/users/${sub}/reset-authenticators`),
];

const ROLES = ['auditor', 'help-desk', 'user-admin', 'client-owner', 'admin', 'nobody'];

describe('the desk, role by role', () => {
  let world: LocalWorld;
  let objects: Record<Whose, Objects>;
  const apis = new Map<string, AdminApi>();
  const browsers = new Map<string, Browser>();
  const members: RegisteredUser[] = [];

  beforeAll(async () => {
    world = await startOwnWorld({ SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'sso@example.com' });
    const group = (await world.admin.create('/groups', { name: 'reached' })).id as string;
    const give = async (role: string, sub: string, terms: object = {}) => {
      const path = `/roles/gatehouse-${role}/users/${sub}`;
      expect((await world.admin.call('PUT', path, terms)).status).toBe(204);
    };
    let owner = '';
    for (const role of ROLES) {
      const user = await world.createUser(role === 'admin' ? { roles: ['admin'] } : {});
      const limits = /help-desk|user-admin/.test(role) ? { groups: [group] } : {};
      if (!/admin$|nobody/.test(role) || role === 'user-admin') await give(role, user.sub, limits);
      if (role === 'client-owner') owner = user.sub;
      apis.set(role, new AdminApi(world.issuer, user));
      const browser = world.browser();
      await walk(browser, await browser.get('/account'), { user });
      browsers.set(role, browser);
    }
    for (const groups of [[group], [], [group]]) members.push(await world.createUser({ groups }));
    const [own, foreign, powerful] = members as [RegisteredUser, RegisteredUser, RegisteredUser];
    const clients = [
      await world.registerClient({ owners: [owner] }),
      await world.registerClient({ owners: [own.sub] }),
      await world.registerClient({ owners: [owner], first_party: true }),
    ];
    const of = (user: RegisteredUser, index: number) => ({
      ...{ sub: user.sub, client_id: clients[index]!.client_id },
    });
    objects = { own: of(own, 0), foreign: of(foreign, 1), "admin's": of(powerful, 2) };
    await give('auditor', powerful.sub);
  });

  /** What the admin API does with it; nothing is changed. */
  async function allowedByApi(role: string, { operations }: PageOfDesk, of: Objects) {
    if (role === 'nobody') return false;
    for (const operation of operations) {
      const [method, path] = operation(of);
      const dry = method === 'GET' ? '' : '?dry_run=true';
      const body = method === 'POST' ? {} : undefined;
      const { status } = await apis.get(role)!.call(method, path + dry, body);
      expect([role, method, path, status]).not.toEqual([role, method, path, 401]);
      if (status < 300) return true;
      expect([403, 404]).toContain(status);
    }
    return false;
  }

  async function allowedByDesk(role: string, { page }: PageOfDesk, of: Objects) {
    const [method, path = ''] = page(of).split(' ');
    const browser = browsers.get(role)!;
    if (method === 'GET') {
      const { status } = await browser.get(path);
      expect([200, 404]).toContain(status);
      return status === 200;
    }
    // The form as it would be sent, whether it is shown or not.
    const confirm = await browser.get(path);
    const csrf = /name="csrf" value="([^"]+)"/.exec(confirm.text)?.[1];
    const answer = await browser.post(path, { csrf: csrf ?? 'not shown' });
    const status = answer.status === 303 ? 303 : answer.status;
    expect([303, 403, 404, 409]).toContain(status);
    if (confirm.status === 404) expect(status).toBe(404);
    return status === 303;
  }

  it('M10 M11 E15 no page shows or does what no operation would, and each does what one does', async () => {
    const wrong: string[] = [];
    const seen = new Set<string>();
    for (const role of ROLES) {
      for (const one of PAGES) {
        const whose: Whose[] = one.about === undefined ? ['own'] : ['own', 'foreign', "admin's"];
        for (const which of whose) {
          const of = objects[which];
          const api = await allowedByApi(role, one, of);
          const desk = await allowedByDesk(role, one, of);
          const name = one.page({ sub: '{sub}', client_id: '{client_id}' });
          seen.add(`${name} ${String(desk)}`);
          if (api !== desk) wrong.push(`${role} ${name} (${which}): ${String(desk)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    // Each page is allowed to somebody, and refused to somebody.
    expect(seen.size).toBe(2 * PAGES.length);
  });

  it('M13 finds, for somebody with a part, nothing outside of it', async () => {
    const [own, foreign] = members as [RegisteredUser, RegisteredUser, RegisteredUser];
    const desk = browsers.get('help-desk')!;
    for (const typed of [own.username, own.sub]) {
      expect((await desk.get('/desk', { q: typed })).text).toContain(`/desk/people/${own.sub}`);
    }
    for (const typed of [foreign.username, foreign.sub, objects.own.client_id]) {
      const page = await desk.get('/desk', { q: typed });
      expect(page.status).toBe(200);
      expect(page.text).not.toContain('/desk/people/');
      expect(page.text).not.toContain('/desk/clients/');
    }
    const owner = browsers.get('client-owner')!;
    const found = await owner.get('/desk', { q: objects.own.client_id });
    expect(found.text).toContain(`/desk/clients/${objects.own.client_id}`);
    const other = await owner.get('/desk', { q: objects.foreign.client_id });
    expect(other.text).not.toContain('/desk/clients/');
  });

  it('is linked from the account of those who have something to do there, and of nobody else', async () => {
    for (const role of ROLES) {
      const page = await browsers.get(role)!.get('/account');
      expect([role, page.has('menu-desk')]).toEqual([role, role !== 'nobody']);
    }
  });
});
