import type { KeyObject } from 'node:crypto';
import { compactDecrypt } from 'jose';
import type { EncryptionKeyAlgorithm } from './key-pair.js';
import { OwnKey, type PublishedKey } from './own-key.js';

/** A key of ours that others encrypt for (RFC 7516). */
export class DecryptionKey extends OwnKey<EncryptionKeyAlgorithm> {
  constructor(
    published: PublishedKey<EncryptionKeyAlgorithm>,
    private readonly privateKey: KeyObject,
  ) {
    super(published);
  }

  /**
   * The text in a compact JWE that is encrypted in exactly this way. Nothing is ever inflated: a
   * header with `zip` is refused (attack L10).
   * @throws Error for any other, and for one that is not for this key
   */
  async decrypt(jwe: string, { alg, enc }: { alg: string; enc: string }): Promise<string> {
    const { plaintext } = await compactDecrypt(jwe, this.privateKey, {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: [enc],
    });
    return Buffer.from(plaintext).toString('latin1');
  }
}
