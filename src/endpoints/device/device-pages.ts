import type { Said } from '#platform/texts';
import { Injectable } from '@nestjs/common';
import { type DeviceAuthorization, showUserCode } from '#tokens/device-authorization';
import { type Browser, BrowserBinding, type RequestOrigin } from '#platform/http';
import { noAccessPage, PageClients } from '#people/sign-in';
import { epochSeconds } from '#protocol';
import { ScopeWording } from '#registry/resources';
import type { LiveSession } from '#people/sessions';
import { addressKey } from '#platform/throttling';
import { deviceConfirmPage, deviceDonePage, devicePage } from './device.page.js';
import type { DeviceQuestion } from './device-questions.js';

/** A request to one of the pages, by somebody who is signed in. */
export interface Visit {
  readonly session: LiveSession;
  readonly browser: Browser;
}

/** The pages on which people answer devices. */
@Injectable()
export class DevicePages {
  constructor(
    private readonly browsers: BrowserBinding,
    private readonly wording: ScopeWording,
    private readonly pageClients: PageClients,
  ) {}

  /** Asks for the code. @param failure what to say about the last one, and the status to say it with */
  enter(visit: Visit, userCode = '', failure?: { text: Said; status: number }): void {
    const page = devicePage.render({
      action: '/device',
      csrf: this.csrf(visit, enterForm(visit.session)),
      userCode,
      error: failure?.text,
    });
    visit.browser.show(page, { status: failure?.status ?? 200 });
  }

  /** Shows who asks for what, each time anew: the address alone allows nothing (§5.4; attack K05). */
  async confirm(visit: Visit, { device, client, user, granted }: DeviceQuestion): Promise<void> {
    const { scopes } = await this.wording.of(granted);
    const page = deviceConfirmPage.render({
      action: '/device/approve',
      cancelAction: '/device/deny',
      csrf: this.csrf(visit, confirmForm(visit.session, device.userCode)),
      client: await this.pageClients.of(client),
      scopes,
      userCode: showUserCode(device.userCode),
      asked: askedBy(device, visit.browser.origin),
      user: { name: user.claims.name ?? user.username, username: user.username },
    });
    visit.browser.show(page);
  }

  /** Going on denies the device what it asks for. */
  async noAccess(visit: Visit, { device, client, user }: DeviceQuestion): Promise<void> {
    const page = noAccessPage.render({
      cancelAction: '/device/deny',
      csrf: this.csrf(visit, confirmForm(visit.session, device.userCode)),
      userCode: showUserCode(device.userCode),
      client: await this.pageClients.of(client),
      user: { name: user.claims.name ?? user.username, username: user.username },
    });
    visit.browser.show(page);
  }

  done({ browser }: Visit, approved: boolean): void {
    browser.show(deviceDonePage.render({ approved }));
  }

  private csrf({ browser }: Visit, subject: string): string {
    return this.browsers.csrfToken(browser, subject);
  }
}

/**
 * When and where the device asked: what tells somebody's own device from one whose code they were
 * sent (RFC 8628 §5.4; attack K05).
 */
function askedBy({ createdAt, ip }: DeviceAuthorization, visitor: RequestOrigin) {
  const minutesAgo = Math.max(0, Math.floor((epochSeconds() - createdAt) / 60));
  const sameNetwork = ip !== undefined && addressKey(ip) === addressKey(visitor.ip);
  return { at: createdAt, minutesAgo, ip, sameNetwork };
}

/** What the anti-CSRF token of the first page is about. */
export function enterForm(session: LiveSession): string {
  return `device|${session.id}`;
}

/**
 * The same of the second. It is given to whoever typed the right code only, so that nobody can guess
 * at codes by approving them.
 */
export function confirmForm(session: LiveSession, userCode: string): string {
  return `device|${session.id}|${userCode}`;
}
