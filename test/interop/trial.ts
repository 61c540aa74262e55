import { randomBytes } from 'node:crypto';
import type { AdminApi } from '../support/admin-api.js';
import { freePort } from '../support/free-port.js';
import { basic } from '../support/registered-client.js';
import type { Candidate, Setting } from './candidates.js';
import { startApplication } from './installed.js';
import { answers, signInAt } from './person.js';

export interface Installation {
  readonly issuer: string;
  readonly admin: AdminApi;
}

export interface Outcome {
  /** Whether people get in, or tokens are taken. */
  readonly works: boolean;
  readonly name: boolean;
  readonly email: boolean;
  readonly groups: boolean;
  /** What had to be set beside name and redirect URI. */
  readonly setting?: string;
  /** What was seen where it does not work. */
  readonly reason?: string;
}

const LONGEST_START = 60_000;
const unique = () => randomBytes(4).toString('hex');

/** First as registered by default, then with the setting that the candidate names. */
export async function tryCandidate(candidate: Candidate, here: Installation): Promise<Outcome> {
  const once = candidate.kind === 'signs in' ? trySigningIn : tryToken;
  const first = await once(candidate, here);
  if (first.works || candidate.setting === undefined) return first;
  const { why, ...setting } = candidate.setting;
  const second = await once(candidate, here, setting);
  const names = Object.values(setting).flatMap((members) => Object.keys(members));
  return { ...second, setting: `${names.join(', ')}: ${why}` };
}

async function trySigningIn(
  candidate: Candidate,
  { issuer, admin }: Installation,
  setting: Omit<Setting, 'why'> = {},
): Promise<Outcome> {
  const { person, team } = await somebody(admin, setting.user);
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const redirectUri = base + (candidate.callback ?? '/callback');
  const client = await admin.create('/clients', {
    ...{ client_name: candidate.name, redirect_uris: [redirectUri] },
    ...setting.metadata,
  });
  const application = startApplication(candidate, {
    ...{ ISSUER: issuer, PORT: String(port), BASE: base, REDIRECT_URI: redirectUri },
    ...{ CLIENT_ID: client.client_id, CLIENT_SECRET: client.client_secret ?? '' },
    ...setting.environment,
  });
  try {
    if (!(await answers(`${base}/favicon.ico`, LONGEST_START))) {
      return failed(`did not start: ${application.output().slice(-400)}`);
    }
    const start = new URL(candidate.start ?? '/', base).href;
    const { profile } = candidate;
    const end = await signInAt(start, { issuer, user: person, profile });
    const text = () => end.text.replaceAll('\\u0040', '@');
    const name = () => text().includes(person.given_name) && text().includes(person.family_name);
    const shown = {
      name: name(),
      email: text().includes(person.email),
      groups: text().includes(team),
    };
    const works = end.status === 200 && (shown.name || candidate.nameless === true) && shown.email;
    return {
      works,
      ...shown,
      ...(works ? {} : { reason: `${end.summary()} ${application.output().slice(-600)}` }),
    };
  } catch (error) {
    return failed(`${String(error)} ${application.output().slice(-600)}`);
  } finally {
    await application.end();
  }
}

async function tryToken(
  candidate: Candidate,
  { issuer, admin }: Installation,
  { metadata }: Omit<Setting, 'why'> = {},
): Promise<Outcome> {
  const audience = `https://api-${unique()}.example`;
  const scope = `read`;
  await admin.create('/resource-servers', {
    ...{
      identifier: audience,
      name: candidate.name,
      scopes: [{ name: scope, description: 'Read' }],
    },
    ...metadata,
  });
  const client = await admin.create('/clients', {
    ...{ client_name: candidate.name, grant_types: ['client_credentials'], scope },
  });
  const port = await freePort();
  const application = startApplication(candidate, {
    ...{ ISSUER: issuer, PORT: String(port), AUDIENCE: audience },
  });
  try {
    const api = `http://localhost:${port}/`;
    if (!(await answers(api, LONGEST_START))) {
      return failed(`did not start: ${application.output().slice(-400)}`);
    }
    const issued = await fetch(`${issuer}/token`, {
      ...{ method: 'POST', headers: { authorization: basic(client) } },
      body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience, scope }),
    });
    const { access_token } = (await issued.json()) as { access_token: string };
    const call = (token: string) => fetch(api, { headers: { authorization: `Bearer ${token}` } });
    const [good, bad] = [
      await call(access_token),
      await call(`${access_token.slice(0, -8)}AAAAAAAA`),
    ];
    const text = await good.text();
    await bad.arrayBuffer();
    const works = good.status === 200 && text.includes(client.client_id) && bad.status === 401;
    const reason = `good: ${good.status} ${text.slice(0, 200)}, forged: ${bad.status} ${application.output().slice(-300)}`;
    return { works, ...{ name: works, email: works, groups: false }, ...(works ? {} : { reason }) };
  } finally {
    await application.end();
  }
}

const failed = (reason: string): Outcome => ({
  ...{ works: false, name: false, email: false, groups: false, reason },
});

/** A person of one group, as an admin registers them. */
async function somebody(admin: AdminApi, more: Readonly<Record<string, unknown>> = {}) {
  const [username, team] = [`ada-${unique()}`, `engineers-${unique()}`];
  const person = {
    ...{ username, password: `correct horse ${unique()}`, email: `${username}@people.example` },
    ...{ name: 'Ada Lovelace', given_name: 'Ada', family_name: 'Lovelace' },
  };
  const { sub } = await admin.create('/users', { ...person, ...more });
  const group = await admin.create('/groups', { name: team });
  const added = await admin.call('PUT', `/groups/${group.id}/members/${sub}`);
  if (added.status >= 300) throw new Error(added.summary());
  return { person, team };
}
