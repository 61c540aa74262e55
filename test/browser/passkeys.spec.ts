import { beforeAll, expect, it } from '@jest/globals';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { startOwnWorld, type OwnWorld } from '../support/application.js';
import { clock } from '../support/clock.js';
import { describeChromium, launchChromium, screenshot } from '../support/chromium.js';
import type { RegisteredUser } from '../support/world.js';
import { accessibilityFaults } from './accessibility.js';

/** A browser with an authenticator of its own (the domain WebAuthn of the DevTools protocol). */
interface Device {
  readonly page: Page;
  readonly cdp: CDPSession;
  readonly authenticatorId: string;
  readonly complaints: string[];
}

interface Credential {
  credentialId: string;
  signCount: number;
  userName?: string;
  [member: string]: unknown;
}

describeChromium('passkeys in Chromium', () => {
  let world: OwnWorld;
  let chromium: Browser;

  beforeAll(async () => {
    world = await startOwnWorld();
    chromium = await launchChromium();
  }, 60_000);

  async function device(transport = 'internal'): Promise<Device> {
    const context = await chromium.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', ({ message }) => complaints.push(message));
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable', { enableUI: false });
    const authenticatorId = await addAuthenticator(cdp, transport);
    return { page, cdp, authenticatorId, complaints };
  }

  async function addAuthenticator(cdp: CDPSession, transport: string): Promise<string> {
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: transport as 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        // Autofill would use it before anybody clicked.
        automaticPresenceSimulation: true,
      },
    });
    return authenticatorId;
  }

  const present = ({ cdp, authenticatorId }: Device, enabled: boolean) =>
    cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });

  async function credentialsOf({ cdp, authenticatorId }: Device): Promise<Credential[]> {
    const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
    return credentials as unknown as Credential[];
  }

  /** Of those whom its passkeys are for, once they are as wanted or half a minute has gone by. */
  async function names(owner: Device, wanted: readonly string[]): Promise<unknown[]> {
    for (let look = 0; ; look++) {
      const held = (await credentialsOf(owner)).map(({ userDisplayName }) => userDisplayName);
      if (look === 300 || held.join() === wanted.join()) return held;
      await owner.page.waitForTimeout(100);
    }
  }

  /** Has the device hold exactly these. */
  async function hold({ cdp, authenticatorId }: Device, credentials: readonly Credential[]) {
    await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
    for (const credential of credentials) {
      await cdp.send('WebAuthn.addCredential', {
        authenticatorId,
        credential: credential as never,
      });
    }
  }

  async function withPassword({ page }: Device, { username, password }: RegisteredUser) {
    await page.goto(`${world.issuer}/account/security`);
    await page.fill('#username', username);
    await page.fill('#password', password);
    await page.click('#login-submit');
  }

  async function enrol({ page }: Device) {
    await page.click('#enrol-passkey');
    await page.waitForSelector('#passkey');
    await page.click('#passkey');
    await page.waitForURL(/\/account\/(security|authenticators\/new\/recovery-code)$/);
    // With the first one come codes for when it is lost.
    if (page.url().endsWith('recovery-code')) await page.click('#codes-kept');
    await page.waitForURL(/\/account(\/security)?$/);
  }

  const signedIn = async ({ page }: Device, { sub }: RegisteredUser) => {
    await page.waitForURL(/\/account(\/security)?$/);
    if (page.url().endsWith('/security')) await page.click('#menu-profile');
    await page.waitForURL(`${world.issuer}/account`);
    expect(await page.textContent('main')).toContain(sub);
  };

  it('are set up, named, and used without a username; a removed one is told to its provider', async () => {
    const user = await world.createUser({ name: 'Alice Example' });
    const first = await device();
    await withPassword(first, user);
    await first.page.click('#enrol-passkey');
    await screenshot(first.page, 'passkey-new');
    expect(await accessibilityFaults(first.page)).toEqual([]);
    await first.page.click('#cancel');
    await enrol(first);
    // Another device, where the password is not enough any more: the first passkey comes along.
    const [credential] = await credentialsOf(first);
    expect(credential).toMatchObject({ userName: user.username });

    // The list is in the order of their seconds.
    clock.advance(2);
    const { authenticatorId } = first;
    await first.cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    const second = { ...first, authenticatorId: await addAuthenticator(first.cdp, 'internal') };
    await enrol(second);
    await second.page.fill('#authenticator-name-1', 'Second device');
    await second.page.click('li:nth-child(2) .authenticator-rename');
    await second.page.waitForURL(/\/account(\/security)?$/);
    expect(await second.page.textContent('#authenticators')).toContain('Second device');
    await screenshot(second.page, 'account-passkeys');
    expect(await accessibilityFaults(second.page)).toEqual([]);

    const visitor = await device();
    await visitor.page.goto(`${world.issuer}/account`);
    await screenshot(visitor.page, 'sign-in-passkey');
    expect(await accessibilityFaults(visitor.page)).toEqual([]);
    await hold(visitor, await credentialsOf(second));
    await visitor.page.click('#passkey');
    await signedIn(visitor, user);
    expect(visitor.complaints).toEqual([]);

    // The page of the account tells whoever keeps them: what they are called now, and which there are.
    await world.admin.patch(`/users/${user.sub}`, { name: 'Alice Another' });
    await second.page.reload();
    expect(await names(second, ['Alice Another'])).toEqual(['Alice Another']);
    await second.page.click('li:nth-child(2) .authenticator-remove');
    await second.page.waitForURL(/\/account(\/security)?$/);
    expect(await names(second, [])).toEqual([]);
    const gone = await device();
    await hold(gone, await credentialsOf(visitor));
    await gone.page.goto(`${world.issuer}/account`);
    await gone.page.waitForSelector('#passkey-error');
    expect(await gone.page.textContent('#passkey-error')).toContain('does not work here');
    expect(first.complaints).toEqual([]);
  });

  it('sign in by autofill, and by the button while autofill waits', async () => {
    const user = await world.createUser();
    const mine = await device();
    await withPassword(mine, user);
    await enrol(mine);
    const credentials = await credentialsOf(mine);

    // The virtual authenticator takes the suggestion at once.
    const autofill = await device();
    await hold(autofill, credentials);
    await autofill.page.goto(`${world.issuer}/account`);
    await signedIn(autofill, user);

    const button = await device();
    await present(button, false);
    // As it is after the last use: its counter has gone on.
    await hold(button, await credentialsOf(autofill));
    await button.page.goto(`${world.issuer}/account`);
    // What the autofill asked for never ends; it keeps nobody from what comes after.
    await button.page.waitForTimeout(300);
    await present(button, true);
    await button.page.dblclick('#passkey');
    await signedIn(button, user);
    expect([...autofill.complaints, ...button.complaints]).toEqual([]);
  });

  it('stand beside the password, and a ceremony that is cancelled leaves every way open', async () => {
    const user = await world.createUser();
    const mine = await device();
    await withPassword(mine, user);
    await enrol(mine);
    const credentials = await credentialsOf(mine);
    const other = await device();
    await withPassword(other, user);
    await other.page.waitForSelector('#passkey');
    await screenshot(other.page, 'second-factor-passkey');
    expect(await accessibilityFaults(other.page)).toEqual([]);
    await other.page.click('#passkey');
    await other.page.waitForSelector('[data-when="NotAllowedError"]:visible');
    await hold(other, credentials);
    await other.page.dblclick('#passkey');
    await signedIn(other, user);
  });

  it('I30 refuse an authenticator that did not verify the person, a counter set back, and a replay', async () => {
    const user = await world.createUser();
    const mine = await device();
    await withPassword(mine, user);
    await enrol(mine);
    const credentials = await credentialsOf(mine);

    const unverified = await device();
    await unverified.cdp.send('WebAuthn.setUserVerified', {
      ...{ authenticatorId: unverified.authenticatorId, isUserVerified: false },
    });
    await hold(unverified, credentials);
    await unverified.page.goto(`${world.issuer}/account`);
    await unverified.page.click('#passkey');
    await unverified.page.waitForSelector('[data-when="NotAllowedError"]:visible');

    // Two uses on one device; then a copy of how it was before.
    const counted = await device();
    await hold(
      counted,
      credentials.map((one) => ({ ...one, signCount: one.signCount + 5 })),
    );
    let sent = '';
    counted.page.on('request', (request) => {
      if (request.method() === 'POST') sent = request.postData() ?? '';
    });
    await counted.page.goto(`${world.issuer}/account`);
    await signedIn(counted, user);
    const copy = await device();
    await hold(copy, credentials);
    await copy.page.goto(`${world.issuer}/account`);
    await copy.page.waitForSelector('#passkey-error');
    expect(await copy.page.textContent('#passkey-error')).toContain('used somewhere else');

    const credential = new URLSearchParams(sent).get('credential') ?? '';
    expect(credential).toContain('authenticatorData');
    const sameBrowser = await counted.page.context().newPage();
    for (const page of [copy.page, sameBrowser]) {
      await page.context().clearCookies({ name: 'gatehouse_session' });
      await page.goto(`${world.issuer}/account`);
      await page.waitForSelector('#passkey');
      await page.evaluate(`{
        const field = document.querySelector('input[name=credential]');
        field.value = ${JSON.stringify(credential)};
        field.form.submit();
      }`);
      await page.waitForSelector('#passkey-error');
      expect(await page.textContent('#passkey-error')).toContain('took too long');
    }
  });

  it('are no hindrance where scripts do not run', async () => {
    const user = await world.createUser();
    const context = await chromium.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(`${world.issuer}/account`);
    await screenshot(page, 'sign-in-without-script');
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('#login-submit');
    await page.waitForURL(/\/account(\/security)?$/);
    expect(await page.textContent('main')).toContain(user.sub);
  });
});
