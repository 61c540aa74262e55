import { Injectable } from '@nestjs/common';
import { OAuthError, type OAuthErrorCode } from '#protocol';
import { addressKey } from './address-key.js';
import { FailureWindow } from './failure-window.js';
import { Limits } from './limits.js';

/** Limit: bytes that are kept of one request of a stranger (attack S09). */
const MAX_KEPT = 24 * 1024;
/** Seconds; about as long as a request is kept. */
const WINDOW = 1800;
/** Bytes of a row beside what was sent. */
const ROW = 512;
const KIB = 1024;
/** Bytes that an address can use while half of all the room is left: so a few who fill it shut nobody out. */
const OWN_ROOM = 64 * KIB;
const MIB = 1024 * KIB;

/**
 * The room that there is for what strangers' requests leave in the database: requests that wait for a person
 * to sign in, pushed requests and device codes of clients that anybody can speak for, clients that register
 * themselves.
 */
@Injectable()
export class KeptRequests {
  private readonly ofAddress = new FailureWindow(WINDOW);
  private readonly ofAll = new FailureWindow(WINDOW);

  constructor(private readonly limits: Limits) {}

  /**
   * Takes the room for a request.
   * @param code the error that tells that it is too large; `invalid_request` unless told otherwise
   * @throws OAuthError 400 when it is too large, 429 when the address has used its room, 503 when all is used
   */
  async take(ip: string, stored: string, code?: OAuthErrorCode): Promise<void> {
    checkKept(stored, code);
    const size = ROW + Buffer.byteLength(stored);
    const key = addressKey(ip);
    const ofAddress = KIB * (await this.limits.of('kept_of_address'));
    const used = this.ofAddress.failures(key) + size;
    if (used > ofAddress) {
      const description = 'This address has used up the room for its requests.';
      throw new OAuthError('temporarily_unavailable', description).tooOften(
        WINDOW,
        'kept_of_address',
      );
    }
    const ofAll = MIB * (await this.limits.of('kept_in_all'));
    if (this.ofAll.failures('') + size > (used > OWN_ROOM ? ofAll / 2 : ofAll)) {
      throw OAuthError.temporarilyUnavailable(
        'strangers have used up the room for their requests',
      ).refusedBy({
        ...{ check: 'limits', spec: 'RFC 9110 §15.6.4' },
        ...{ expected: 'room for the request of a stranger', got: { limit: 'kept_in_all' } },
      });
    }
    this.ofAddress.record(key, size);
    this.ofAll.record('', size);
  }
}

/** @throws OAuthError when it is more than can be kept until a person comes */
export function checkKept(stored: string, code: OAuthErrorCode = 'invalid_request'): void {
  if (Buffer.byteLength(stored) <= MAX_KEPT) return;
  const description = `The request is too large: more than ${String(MAX_KEPT)} bytes would be stored.`;
  throw new OAuthError(code, description).refusedBy({
    ...{ check: 'kept-requests', spec: 'RFC 9110 §15.5.14' },
    expected: `at most ${String(MAX_KEPT)} bytes to be stored`,
    got: { length: Buffer.byteLength(stored) },
  });
}
