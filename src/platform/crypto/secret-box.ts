import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config, StartRefused } from '#platform/config';

const VERSION = 'v1';

/**
 * Encryption at rest for the secrets we must read back: AES-256-GCM under a key kept outside the
 * database. The place (table, column, row) is authenticated, so that swapping two rows fails (N03).
 */
@Injectable()
export class SecretBox {
  private readonly keys: readonly KeyObject[];

  constructor(config: Config) {
    this.keys = config.deriveKeys('secrets at rest');
  }

  seal(plaintext: string, place: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.keys[0] as KeyObject, nonce).setAAD(
      Buffer.from(place),
    );
    const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    const parts = [nonce, sealed, cipher.getAuthTag()];
    return [VERSION, ...parts.map((part) => part.toString('base64url'))].join('.');
  }

  /** @throws Error when the value was made with another key, for another place, or changed. */
  open(box: string, place: string): string {
    const [version, ...parts] = box.split('.');
    const [nonce, sealed, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
    if (version !== VERSION || !nonce || !sealed || tag?.length !== 16) {
      throw new Error('a stored secret has an unknown format');
    }
    for (const key of this.keys) {
      const plaintext = decrypt(key, { nonce, sealed, tag }, place);
      if (plaintext !== undefined) return plaintext;
    }
    throw new StartRefused([
      'A stored secret cannot be decrypted: is SECRET_KEY the one it was made with?',
    ]);
  }
}

interface Box {
  readonly nonce: Buffer;
  readonly sealed: Buffer;
  readonly tag: Buffer;
}

function decrypt(key: KeyObject, { nonce, sealed, tag }: Box, place: string): string | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(Buffer.from(place))
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
