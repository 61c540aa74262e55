import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { ANONYMOUS } from '#platform/http';
import { sha256 } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { FailureWindow } from '#platform/throttling';
import type { AuthorizationRequest } from '../authorization-request.js';

/** Seconds for which this node remembers what a client has used. */
const REMEMBERED = 600;

/**
 * Notices a client that uses the same `code_challenge` or `nonce` again and again, which makes both
 * worthless (RFC 9700 §2.1.1). It is told to the operator and not refused: people reload pages.
 */
@Injectable()
export class RepeatedValues {
  private readonly seen = new FailureWindow(REMEMBERED);

  constructor(private readonly events: Events) {}

  notice({ client, codeChallenge, nonce }: AuthorizationRequest): void {
    const values = { code_challenge: codeChallenge, nonce };
    for (const [parameter, value] of Object.entries(values)) {
      if (value === undefined) continue;
      const key = sha256(`${client.id}|${parameter}|${value}`);
      if (this.seen.failures(key, epochSeconds()) > 0) {
        const type = 'authorization.repeated_value';
        this.events.note({ type, actor: ANONYMOUS, clientId: client.id, facts: { parameter } });
      }
      this.seen.record(key, epochSeconds());
    }
  }
}
