import { randomBytes } from 'node:crypto';
import type { AdminApi } from '../support/admin-api.js';
import type { World } from '../support/world.js';
import { freePort } from '../support/free-port.js';
import { basic } from '../support/registered-client.js';
import { signInInChromium } from './browser.js';
import type { Candidate, Setting } from './candidates.js';
import { startApplication, type Started } from './installed.js';
import { answers, signInAt } from './person.js';

export interface Installation {
  readonly issuer: string;
  readonly admin: AdminApi;
  readonly world: World;
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

interface Registration {
  readonly admin: AdminApi;
  readonly base: string;
  readonly redirectUri: string;
  readonly metadata?: Setting['metadata'];
}

const LONGEST_START = 60_000;
const unique = () => randomBytes(4).toString('hex');

/** First as registered by default, then with the setting that the candidate names. */
export async function tryCandidate(candidate: Candidate, here: Installation): Promise<Outcome> {
  const checking = candidate.introspects === true ? tryIntrospecting : tryToken;
  const once = candidate.kind === 'signs in' ? trySigningIn : checking;
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
  const client = await registered(candidate, { admin, base, redirectUri, ...setting });
  const application = startApplication(candidate, {
    ...{ ISSUER: issuer, PORT: String(port), BASE: base, REDIRECT_URI: redirectUri },
    ...{ CLIENT_ID: client.client_id ?? '', CLIENT_SECRET: client.client_secret ?? '' },
    ...setting.environment,
  });
  try {
    if (!(await answers(`${base}/favicon.ico`, LONGEST_START))) {
      return failed(`did not start: ${application.output().slice(-400)}`);
    }
    const start = new URL(candidate.start ?? '/', base).href;
    const { profile } = candidate;
    const end =
      candidate.livesIn === undefined
        ? await signInAt(start, { issuer, user: person, profile })
        : await signInInChromium(start, { issuer, user: person });
    const text = () => end.text.replaceAll('\\u0040', '@');
    const name = () => text().includes(person.given_name) && text().includes(person.family_name);
    const shown = {
      name: name(),
      email: text().includes(person.email),
      groups: text().includes(team),
    };
    const promised = (shown.name || candidate.nameless === true) && shown.email;
    const known = candidate.api === undefined ? promised : text().includes(person.sub);
    const works = end.status === 200 && known;
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
    return await judged(api, access_token, client.client_id, application);
  } finally {
    await application.end();
  }
}

/** The token of a person, checked by asking. */
async function tryIntrospecting(
  candidate: Candidate,
  { issuer, admin, world }: Installation,
): Promise<Outcome> {
  const { person } = await somebody(admin);
  const [identifier, scope] = [`https://api-${unique()}.example`, `mail:${unique()}`];
  const scopes = [{ name: scope, description: 'Read your mail' }];
  await admin.create('/resource-servers', { identifier, name: candidate.name, scopes });
  const service = await admin.create('/clients', {
    ...{ client_name: candidate.name, grant_types: ['client_credentials'] },
    resource_server: identifier,
  });
  const client = await world.registerClient({ scope: `openid email ${scope}` });
  const [port, imap] = [await freePort(), await freePort()];
  const application = startApplication(candidate, {
    ...{ ISSUER: issuer, PORT: String(port), IMAP_PORT: String(imap), PERSON: person.email },
    ...{ CLIENT_ID: service.client_id, CLIENT_SECRET: service.client_secret },
  });
  try {
    const api = `http://localhost:${port}/`;
    if (!(await answers(api, LONGEST_START))) return failed(application.output().slice(-400));
    const asked = { client, user: person, parameters: { resource: identifier } };
    const { access_token } = await world.tokens({ ...asked, scope: `openid email ${scope}` });
    return await judged(api, access_token, person.email, application);
  } finally {
    await application.end();
  }
}

/** Whether an API lets a token in and says whose it is, and keeps a forged one out. */
async function judged(
  api: string,
  token: string,
  whose: string,
  { output }: Started,
): Promise<Outcome> {
  const call = (bearer: string) => fetch(api, { headers: { authorization: `Bearer ${bearer}` } });
  const [good, bad] = [await call(token), await call(`${token.slice(0, -8)}AAAAAAAA`)];
  const text = await good.text();
  await bad.arrayBuffer();
  const works = good.status === 200 && text.includes(whose) && bad.status === 401;
  const reason = `good: ${good.status} ${text.slice(0, 200)}, forged: ${bad.status} ${output().slice(-600)}`;
  return { works, ...{ name: works, email: works, groups: false }, ...(works ? {} : { reason }) };
}

/** By name and redirect URI; of one that registers itself, the API that it comes to. */
async function registered(
  { name, api, livesIn }: Candidate,
  { admin, base, redirectUri, metadata }: Registration,
): Promise<{ client_id?: string; client_secret?: string }> {
  if (api === undefined) {
    const client = { client_name: name, redirect_uris: [redirectUri], ...metadata };
    return admin.create(livesIn === undefined ? '/clients' : '/clients?preset=spa', client);
  }
  await admin.create('/resource-servers?preset=mcp', { identifier: base + api, name });
  return {};
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
  return { person: { ...person, sub: String(sub) }, team };
}
