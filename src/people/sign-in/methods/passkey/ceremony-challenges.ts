import { Injectable } from '@nestjs/common';
import { randomId } from '#platform/crypto';
import { type Browser, BrowserBinding } from '#platform/http';
import { UsedValues } from '#platform/replay';
import { epochSeconds } from '#protocol';
import { INTERACTION_LIFETIME } from '../../interaction.js';

/** Bytes of the time at which a challenge ends, and of its random part. */
const HEAD = 4 + 16;

/**
 * Challenges (WebAuthn §13.4.3): 128 random bits, and a MAC over them, the browser, what they are for and
 * until when. So nothing is stored when a page is shown; what was used is.
 */
@Injectable()
export class CeremonyChallenges {
  constructor(
    private readonly browsers: BrowserBinding,
    private readonly used: UsedValues,
  ) {}

  /** @param purpose such as the interaction in which somebody signs in */
  make(purpose: string, browser: Browser): string {
    const head = Buffer.alloc(HEAD);
    head.writeUInt32BE(epochSeconds() + INTERACTION_LIFETIME);
    head.write(randomId(), 4, 'base64url');
    const mac = this.browsers.csrfToken(browser, subject(purpose, head));
    return Buffer.concat([head, Buffer.from(mac, 'base64url')]).toString('base64url');
  }

  /** Whether this browser was given the challenge for this purpose, and not too long ago. */
  isOurs(challenge: string, purpose: string, browser: Browser): boolean {
    const bytes = Buffer.from(challenge, 'base64url');
    if (bytes.length <= HEAD || bytes.readUInt32BE() <= epochSeconds()) return false;
    const mac = bytes.subarray(HEAD).toString('base64url');
    return this.browsers.vouches(browser, subject(purpose, bytes.subarray(0, HEAD)), mac);
  }

  /** Uses up one that {@link isOurs}. True for exactly one caller. */
  async use(challenge: string): Promise<boolean> {
    const bytes = Buffer.from(challenge, 'base64url');
    const head = bytes.subarray(0, HEAD).toString('base64url');
    return this.used.use('webauthn_challenge', '', head, bytes.readUInt32BE());
  }
}

const subject = (purpose: string, head: Buffer): string =>
  `webauthn ${purpose} ${head.toString('base64url')}`;
