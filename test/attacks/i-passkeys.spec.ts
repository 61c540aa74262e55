import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/answer.js';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import {
  BACKUP_ELIGIBLE,
  type Changes,
  PRESENT,
  SoftwareAuthenticator,
  VERIFIED,
} from '../support/authenticator.js';
import type { Browser } from '../support/browser.js';
import { clock } from '../support/clock.js';
import { describeMariadb } from '../support/mariadb.js';
import { answerWith, enrolPasskey, optionsOn } from '../support/passkeys.js';
import type { RegisteredClient } from '../support/registered-client.js';
import { RelyingParty } from '../support/relying-party.js';
import { walk } from '../support/sign-in.js';
import type { RegisteredUser } from '../support/world.js';
import { authorizationRequest } from './authorization-request.js';
import { LoginForm } from './login-form.js';
import { startTwoNodes, type TwoNodes } from './two-nodes.js';

let world: OwnWorld;
let client: RegisteredClient;
let user: RegisteredUser;
let authenticator: SoftwareAuthenticator;

beforeAll(async () => {
  world = await startOwnWorld();
  client = await world.registerClient({ first_party: true });
  user = await world.createUser();
  ({ authenticator } = await enrolPasskey(world, user));
});

const start = (browser: Browser) => browser.open('/authorize', authorizationRequest(client));
const sessionOf = (browser: Browser) => browser.cookies.get('session');

async function reasons(): Promise<string[]> {
  await world.application.control.flushEvents();
  const rows: { facts: string }[] = await world.query(
    "SELECT facts FROM events WHERE type = 'login.failed' ORDER BY id",
  );
  return rows.map(({ facts }) => JSON.parse(facts).reason);
}

const flip = (bytes: Buffer): Buffer => {
  const flipped = Buffer.from(bytes);
  flipped[flipped.length - 3]! ^= 1;
  return flipped;
};
const append = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(1)]);
const without = (flag: number) => (flags: number) => flags & ~flag;

describe('I30 a signature is refused', () => {
  const wrong: [what: string, changes: Changes][] = [
    ['over another challenge', { challenge: Buffer.alloc(52).toString('base64url') }],
    ['over no challenge', { challenge: '' }],
    ['for another origin', { origin: 'http://localhost.evil.example' }],
    ['for another port', { origin: 'http://localhost:1' }],
    ['for another domain', { rpId: 'evil.example' }],
    ['made as if a key were made', { type: 'webauthn.create' }],
    ['of a frame in another site', { crossOrigin: true }],
    ['of a frame that names its site', { crossOrigin: true, topOrigin: 'https://evil.example' }],
    ['of a page that has a site above it', { topOrigin: 'https://evil.example' }],
    ['without the person', { flags: without(PRESENT) }],
    ['without fingerprint or PIN', { flags: without(VERIFIED) }],
    ['of a key that may be copied all at once', { flags: without(BACKUP_ELIGIBLE) }],
    ['with one bit changed', { signature: flip }],
    ['with nothing in it', { signature: () => Buffer.alloc(0) }],
    ['with a byte behind its data', { authenticatorData: append }],
    ['with its data cut', { authenticatorData: (bytes) => bytes.subarray(0, 36) }],
    [
      'with what it is over changed',
      { clientDataJSON: (bytes) => Buffer.concat([bytes, Buffer.from(' ')]) },
    ],
    ['of a key that nobody has', { credentialId: Buffer.alloc(32, 7).toString('base64url') }],
    ['of a key with a long name', { credentialId: 'A'.repeat(1365) }],
    ['for nobody', { userHandle: undefined }],
    ['for somebody else', { userHandle: Buffer.alloc(32).toString('base64url') }],
  ];

  it.each(wrong)('%s', async (_what, changes) => {
    const browser = world.browser();
    const page = await start(browser);
    const refused = await answerWith(authenticator, browser, page, changes);
    expect([refused.status, sessionOf(browser)]).toEqual([400, undefined]);
    expect(refused.has('passkey')).toBe(true);
    // Nothing that was wrong spoils what is right.
    await answerWith(authenticator, browser, refused);
    expect(sessionOf(browser)).toBeDefined();
  });

  it.each(['ES256', 'EdDSA', 'RS256'] as const)('with a byte more (%s)', async (algorithm) => {
    const enrolled = await enrolPasskey(world, await world.createUser(), algorithm);
    const browser = world.browser();
    const page = await start(browser);
    const refused = await answerWith(enrolled.authenticator, browser, page, { signature: append });
    expect([refused.status, sessionOf(browser)]).toEqual([400, undefined]);
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '"x"',
    '{"id":"a","rawId":"a","type":"public-key","response":null}',
    '{"id":"a","rawId":"a","type":"public-key","response":{"clientDataJSON":"e30"}}',
    '{"id":"a","rawId":"a","type":"public-key","response":{"clientDataJSON":7}}',
    '{"id":{"toString":1},"rawId":"a","__proto__":{"type":"public-key"}}',
    '['.repeat(4000),
  ])('that is none: %#', async (credential) => {
    const browser = world.browser();
    const refused = await browser.click(await start(browser), 'passkey', { credential });
    expect([refused.status, refused.has('login-submit')]).toEqual([400, true]);
  });

  it('the journal tells why', async () => {
    const all = new Set(await reasons());
    for (const reason of ['challenge', 'origin', 'cross-origin frame', 'signature']) {
      expect(all).toContain(reason);
    }
  });
});

describe('I30 a challenge', () => {
  it('is used once: in the same browser, in another one, at the same moment', async () => {
    const browser = world.browser();
    const page = await start(browser);
    const credential = authenticator.get(optionsOn(page));
    const answers = await Promise.all([
      ...[1, 2, 3].map(() => browser.click(page, 'passkey', { credential })),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400, 400]);
    const thief = world.browser();
    const elsewhere = await thief.click(await start(thief), 'passkey', { credential });
    expect([elsewhere.status, sessionOf(thief)]).toEqual([400, undefined]);
    // Not even with a page of that browser, or with its name.
    const same = await browser.click(page, 'passkey', { credential });
    expect(same.status).toBe(400);
  });

  it('is of one interaction, and of a second factor or a first one', async () => {
    const browser = world.browser();
    const first = optionsOn(await start(browser));
    const page = await start(browser);
    const credential = authenticator.get(first);
    expect((await browser.click(page, 'passkey', { credential })).status).toBe(400);
    const second = await walk(browser, page, { user });
    const proof = authenticator.get(optionsOn(page));
    expect((await browser.click(second, 'passkey', { credential: proof })).status).toBe(400);
    expect(sessionOf(browser)).toBeUndefined();
  });

  it('lasts as long as the page on which it stands', async () => {
    const browser = world.browser();
    const page = await start(browser);
    const credential = authenticator.get(optionsOn(page));
    clock.advance(31 * 60);
    const late = await browser.click(page, 'passkey', { credential });
    expect([late.status, late.text]).toEqual([400, expect.stringContaining('took too long')]);
    await answerWith(authenticator, browser, late);
    expect(sessionOf(browser)).toBeDefined();
  });
});

describe('I30 a counter', () => {
  it('that is not higher than before is that of a copy: refused, and told', async () => {
    const { authenticator: counting } = await enrolPasskey(world, await world.createUser());
    const browser = world.browser();
    counting.signCount = 7;
    expect((await answerWith(counting, browser, await start(browser))).status).toBe(303);
    for (const signCount of [7, 6, 0]) {
      const other = world.browser();
      const page = await start(other);
      const refused = await answerWith(counting, other, page, { signCount });
      expect([refused.status, refused.text, sessionOf(other)]).toEqual([
        ...[400, expect.stringContaining('used somewhere else'), undefined],
      ]);
    }
    await world.application.control.flushEvents();
    const told = await world.query("SELECT id FROM events WHERE type = 'passkey.cloned'");
    expect(told).toHaveLength(3);
    const again = world.browser();
    const page = await start(again);
    expect((await answerWith(counting, again, page, { signCount: 8 })).status).toBe(303);
  });

  it('of two signatures with one counter, at the same moment, one is taken', async () => {
    const { authenticator: counting } = await enrolPasskey(world, await world.createUser());
    counting.signCount = 3;
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const browser = world.browser();
        return (await answerWith(counting, browser, await start(browser))).status;
      }),
    );
    expect(outcomes.sort()).toEqual([303, 400, 400, 400]);
  });
});

describe('I30 a new key is refused', () => {
  async function enrol(browser: Browser, key: SoftwareAuthenticator, changes: Changes) {
    const page = await browser.get('/account/authenticators/new/passkey');
    const credential = key.create(optionsOn(page), changes);
    return browser.click(page, 'passkey', { credential });
  }

  async function signedIn(who: RegisteredUser): Promise<Browser> {
    const browser = world.browser();
    await walk(browser, await browser.open('/account'), { user: who });
    return browser;
  }

  const listOf = async ({ sub }: RegisteredUser) =>
    (await world.admin.get(`/users/${sub}/authenticators`)).json.items;

  it.each<[string, Changes]>([
    ['for another challenge', { challenge: Buffer.alloc(52).toString('base64url') }],
    ['for another origin', { origin: 'https://evil.example' }],
    ['for another domain', { rpId: 'evil.example' }],
    ['of a frame', { crossOrigin: true }],
    ['without the person', { flags: without(PRESENT) }],
    ['without fingerprint or PIN', { flags: without(VERIFIED) }],
    ['with a byte behind its data', { authenticatorData: append }],
    ['as a signature', { type: 'webauthn.get' }],
  ])('%s', async (_what, changes) => {
    const somebody = await world.createUser();
    const browser = await signedIn(somebody);
    const key = new SoftwareAuthenticator(world.issuer);
    const refused = await enrol(browser, key, changes);
    expect([refused.status, await listOf(somebody)]).toEqual([400, []]);
    expect((await enrol(browser, key, {})).status).toBe(303);
  });

  it('with a certificate, whose addresses are not visited', async () => {
    const elsewhere = await RelyingParty.start();
    const somebody = await world.createUser();
    const browser = await signedIn(somebody);
    const x5c = [Buffer.from(`http ${elsewhere.origin}/crl`)];
    for (const fmt of ['packed', 'fido-u2f', 'tpm', 'android-key', 'apple', 'mine']) {
      const attStmt = new Map<string, never>([['x5c', x5c as never]]);
      const key = new SoftwareAuthenticator(world.issuer);
      const refused = await enrol(browser, key, { attestation: { fmt, attStmt } });
      expect([fmt, refused.status]).toEqual([fmt, 400]);
    }
    expect([await listOf(somebody), elsewhere.visits]).toEqual([[], []]);
  });

  it('that somebody else has, whoever it is shown to', async () => {
    const somebody = await world.createUser();
    const browser = await signedIn(somebody);
    const { credentialId } = authenticator;
    const key = new SoftwareAuthenticator(world.issuer);
    const refused = await enrol(browser, key, { credentialId });
    expect([refused.status, await listOf(somebody)]).toEqual([400, []]);
    // The owner's goes on.
    const owner = world.browser();
    expect((await answerWith(authenticator, owner, await start(owner))).status).toBe(303);
  });

  it('that comes twice, or in another browser', async () => {
    const somebody = await world.createUser();
    const browser = await signedIn(somebody);
    const key = new SoftwareAuthenticator(world.issuer);
    const page = await browser.get('/account/authenticators/new/passkey');
    const credential = key.create(optionsOn(page));
    const answers = await Promise.all(
      [1, 2].map(() => browser.click(page, 'passkey', { credential })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    expect(await listOf(somebody)).toHaveLength(1);
    const other = world.browser();
    const second = await walk(other, await other.open('/account'), { user: somebody });
    await answerWith(key, other, second);
    const target = await other.get('/account/authenticators/new/passkey');
    const replayed = new SoftwareAuthenticator(world.issuer).create(optionsOn(page));
    expect((await other.click(target, 'passkey', { credential: replayed })).status).toBe(400);
  });
});

describe('I16 who has nothing but a password of somebody with a passkey', () => {
  it('sets none up, whatever address is opened', async () => {
    const browser = world.browser();
    const page = await walk(browser, await browser.open('/account'), { user });
    const uid = page.url.pathname.split('/')[2];
    const key = new SoftwareAuthenticator(world.issuer);
    const csrf = page.formWith('passkey').fields['csrf'] ?? '';
    const form = { csrf, credential: key.create(optionsOn(page)) };
    const tried: Answer[] = [
      await browser.post(`/interaction/${uid}/enrol/passkey`, form),
      await browser.post('/account/authenticators/new/passkey', form),
      await browser.get('/account/authenticators/new/passkey'),
    ];
    for (const { status } of tried) expect(status).toBe(303);
    expect(sessionOf(browser)).toBeUndefined();
    const { items } = (await world.admin.get(`/users/${user.sub}/authenticators`)).json;
    expect(items).toHaveLength(1);
  });
});

describe('I28 a passkey is added, renamed and removed by whoever has just proven who they are', () => {
  it('with what they sign in with, the passkey among it', async () => {
    const somebody = await world.createUser();
    const { username, password } = somebody;
    const { authenticator: theirs, browser } = await enrolPasskey(world, somebody);
    const account = await browser.get('/account/security');
    clock.advance(16 * 60);
    const { items } = (await world.admin.get(`/users/${somebody.sub}/authenticators`)).json;
    const about = { authenticator_id: items[0].id, name: 'Mine' };
    for (const action of ['rename', 'remove']) {
      const form = account.forms.find((one) => one.action.endsWith(`/authenticators/${action}`));
      const answer = await browser.post(form!.action, { ...form!.fields, ...about });
      expect(answer.location?.pathname).toMatch(/^\/interaction\//);
    }
    const page = await browser.open('/account/authenticators/new/passkey');
    expect(page.url.pathname).toMatch(/^\/interaction\//);
    const half = await browser.follow(
      await browser.click(page, 'login-submit', { username, password }),
    );
    expect([half.url.pathname, half.has('passkey')]).toEqual([page.url.pathname, true]);
    const there = await browser.follow(await answerWith(theirs, browser, half));
    expect(there.url.pathname).toBe('/account/authenticators/new/passkey');
  });
});

it('I10 the lock on a password is no lock on the passkey of its owner; a disabled account is', async () => {
  const somebody = await world.createUser();
  const { authenticator: theirs } = await enrolPasskey(world, somebody);
  const form = await LoginForm.open(world, client);
  // On a slow machine the wait would be over between two guesses.
  clock.advance(0);
  for (let guess = 0; guess < 12; guess++) await form.try(somebody.username, 'a wrong guess');
  expect((await form.try(somebody.username, somebody.password)).status).toBe(429);
  const browser = world.browser();
  expect((await answerWith(theirs, browser, await start(browser))).status).toBe(303);
  await world.admin.patch(`/users/${somebody.sub}`, { disabled: true });
  const other = world.browser();
  expect((await answerWith(theirs, other, await start(other))).status).toBe(400);
});

describeMariadb('I30 two nodes', () => {
  let two: TwoNodes;

  beforeAll(async () => {
    two = await startTwoNodes();
  }, 60_000);

  it('a challenge that both are answered at once is used once, and so is a counter', async () => {
    const { first, nodes } = two;
    const someClient = await first.registerClient({ first_party: true });
    const { authenticator: theirs } = await enrolPasskey(first, await first.createUser());
    for (const signCount of [0, 1, 2, 3]) {
      const browser = first.browser();
      const page = await browser.open('/authorize', authorizationRequest(someClient));
      const credential = theirs.get(optionsOn(page), { signCount });
      const { action, fields } = page.formWith('passkey');
      const answers = await Promise.all(
        nodes.map((node) =>
          browser.post(
            new URL(action, node.issuer),
            { ...fields, credential },
            { origin: first.issuer },
          ),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
    }
  });
});
