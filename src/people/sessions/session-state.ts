import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { randomId, sha256 } from '#platform/crypto';

/**
 * `session_state`: how clients notice in the browser that somebody signed out, or signed in as somebody
 * else (Session Management §3).
 */
@Injectable()
export class SessionState {
  private readonly key: KeyObject;

  constructor(config: Config) {
    this.key = config.deriveKey('browser state');
  }

  /**
   * What a script of ours reads in the browser: another value for each session, and no secret. It cannot
   * be turned back into the session's id, let alone into its cookie.
   */
  browserState(sessionId: string): string {
    return createHmac('sha256', this.key).update(sessionId).digest('base64url');
  }

  /** `session_state` for one client; undefined for an app whose redirect URI has no origin. */
  of(clientId: string, redirectUri: string, sessionId: string): string | undefined {
    const { origin } = new URL(redirectUri);
    if (origin === 'null') return undefined;
    const salt = randomId();
    const input = `${clientId} ${origin} ${this.browserState(sessionId)} ${salt}`;
    return `${sha256(input)}.${salt}`;
  }
}
