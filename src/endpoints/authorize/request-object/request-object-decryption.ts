import { Injectable } from '@nestjs/common';
import { decodeProtectedHeader } from 'jose';
import type { Client } from '#registry/clients';
import { encryptionKeyFor, SigningKeys } from '#platform/crypto';
import { OAuthError, type Refusal } from '#protocol';
import { FailureWindow, Limits } from '#platform/throttling';
import { invalidRequestObject, NOT_SIGNED } from './request-object-error.js';

/** OIDC Registration §2, request_object_encryption_enc */
const DEFAULT_CONTENT_ENCRYPTION = 'A128CBC-HS256';

/** Takes request objects out of the encryption that their client registered (RFC 9101 §6.1). */
@Injectable()
export class RequestObjectDecryption {
  private readonly attempts = new FailureWindow(60);

  constructor(
    private readonly keys: SigningKeys,
    private readonly limits: Limits,
  ) {}

  /**
   * Decrypts a request object and has the signed one in it verified. What the client has signed is not
   * counted (attack S04).
   * @param from who asks: anybody can encrypt for us, and each time costs us work with a private key
   *   (attack L13)
   * @throws OAuthError `invalid_request_object`, in the same words whatever the reason
   */
  async open<T>(
    jwe: string,
    client: Client,
    from: string,
    verify: (signed: string) => Promise<T>,
  ): Promise<T> {
    const key = `${client.id}|${from}`;
    const verified = await verify(await this.decrypt(jwe, client, key));
    this.attempts.takeBack(key);
    return verified;
  }

  private async decrypt(jwe: string, { metadata }: Client, limitKey: string): Promise<string> {
    const { request_object_encryption_alg: alg } = metadata;
    const enc = metadata.request_object_encryption_enc ?? DEFAULT_CONTENT_ENCRYPTION;
    // All of this before any work: the header says how much there would be (attacks L10 to L13).
    const kid = alg === undefined ? undefined : keyIdIn(jwe, alg, enc);
    if (alg === undefined || kid === undefined) {
      throw refused('not the registered encryption', { alg, enc });
    }
    await this.limit(limitKey);
    for (const key of await this.keys.decrypting(encryptionKeyFor(alg))) {
      if (kid !== '' && key.kid !== kid) continue;
      const opened = await key.decrypt(jwe, { alg, enc }).catch(() => undefined);
      if (opened !== undefined) return opened;
    }
    throw refused('no key of ours opens it', { alg, enc }, kid);
  }

  private async limit(key: string): Promise<void> {
    const attempts = this.attempts.failures(key);
    if (await this.limits.reached('request_object_decryptions_per_minute', attempts)) {
      throw new OAuthError('temporarily_unavailable', 'Too many requests.').tooOften(
        60,
        'request_object_decryptions_per_minute',
      );
    }
    this.attempts.record(key);
  }
}

/** Whether it is a JWE in compact form (RFC 7516 §3.1). */
export function isEncrypted(object: string): boolean {
  return object.split('.', 6).length === 5;
}

/** The key that the header names, '' if none; undefined if it does not say what is registered. */
function keyIdIn(jwe: string, alg: string, enc: string): string | undefined {
  try {
    const header = decodeProtectedHeader(jwe);
    const { kid = '' } = header;
    const registered = header.alg === alg && header.enc === enc && header['zip'] === undefined;
    return registered && typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

function refused(
  reason: string,
  { alg, enc }: { alg: string | undefined; enc: string },
  kid?: string,
): OAuthError {
  const refusal: Refusal = {
    ...{ check: 'request-object-decryption', spec: 'RFC 9101 §6.1' },
    expected:
      alg === undefined
        ? 'a request object that is not encrypted: the client registered no encryption'
        : `${alg} with ${enc}, for a key that is in our JWKS`,
    got: { found: reason, ...(kid === undefined ? {} : { kid }) },
  };
  return invalidRequestObject(NOT_SIGNED, refusal, reason);
}
