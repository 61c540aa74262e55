import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CompactEncrypt, errors } from 'jose';
import { type Client, RecoverableSecrets } from '#registry/clients';
import { Config } from '#platform/config';
import { SigningKeys } from '#platform/crypto';
import { OutboundError, PublishedKeys } from '#platform/outbound';
import {
  type ClientSigningAlgorithm,
  type ContentEncryptionAlgorithm,
  isMacAlgorithm,
  isSecretKeyManagement,
  type MacAlgorithm,
  OAuthError,
  type ResponseEncryptionAlgorithm,
} from '#protocol';
import { secretKey } from './secret-key.js';

interface Encryption {
  readonly alg: ResponseEncryptionAlgorithm;
  readonly enc: ContentEncryptionAlgorithm | undefined;
}

interface Protection {
  readonly signed: ClientSigningAlgorithm;
  readonly encryption: Encryption | undefined;
}

/** Writes JWTs to clients, signed and encrypted as each registered for (OIDC Core §10). */
@Injectable()
export class ClientJwts {
  constructor(
    private readonly config: Config,
    private readonly keys: SigningKeys,
    private readonly publishedKeys: PublishedKeys,
    private readonly secrets: RecoverableSecrets,
  ) {}

  /**
   * A JWT as the client wants its ID tokens: those, and logout tokens (Back-Channel Logout §2.4).
   * @throws OAuthError `temporarily_unavailable` when the client has no key to encrypt with now
   */
  write(client: Client, typ: string, claims: object): Promise<string> {
    const { metadata } = client;
    const { id_token_signed_response_alg: signed, id_token_encrypted_response_alg: alg } = metadata;
    const encryption = alg && { alg, enc: metadata.id_token_encrypted_response_enc };
    return this.protect(client, { signed, encryption }, typ, claims);
  }

  /**
   * That what {@link write} needs is there, for whoever is about to use something up that leads there.
   * @throws OAuthError `temporarily_unavailable` as that does
   */
  async prepare(client: Client): Promise<void> {
    const { id_token_encrypted_response_alg: alg } = client.metadata;
    if (alg === undefined || isSecretKeyManagement(alg)) return;
    await this.publishedKey(client, alg);
  }

  /**
   * The answer of the UserInfo endpoint as a JWT (OIDC Core §5.3.2).
   * @returns undefined for a client that takes it as it is
   * @throws OAuthError `temporarily_unavailable` when the client has no key to encrypt with now
   */
  userInfo(client: Client, claims: object): Promise<string> | undefined {
    const { metadata } = client;
    const { userinfo_signed_response_alg: signed, userinfo_encrypted_response_alg: alg } = metadata;
    const encryption = alg && { alg, enc: metadata.userinfo_encrypted_response_enc };
    if (signed !== undefined) {
      const addressed = { ...claims, iss: this.config.issuer, aud: client.id };
      return this.protect(client, { signed, encryption }, 'JWT', addressed);
    }
    return encryption && this.encrypt(client, encryption, JSON.stringify(claims));
  }

  /** Signs before it encrypts (OIDC Core §16.14, attack N08). */
  private async protect(
    client: Client,
    { signed, encryption }: Protection,
    typ: string,
    claims: object,
  ): Promise<string> {
    const jws = await this.sign(client, signed, typ, claims);
    return encryption === undefined ? jws : this.encrypt(client, encryption, jws, 'JWT');
  }

  private async sign(
    client: Client,
    algorithm: ClientSigningAlgorithm,
    typ: string,
    claims: object,
  ): Promise<string> {
    if (isMacAlgorithm(algorithm))
      return authenticated(algorithm, this.secret(client), typ, claims);
    const key = await this.keys.active(algorithm);
    return key.sign(typ, claims);
  }

  private async encrypt(
    client: Client,
    // OIDC Registration §2 has this default.
    { alg, enc = 'A128CBC-HS256' }: Encryption,
    plaintext: string,
    cty?: 'JWT',
  ): Promise<string> {
    const jwe = new CompactEncrypt(Buffer.from(plaintext));
    const header = { alg, enc, ...(cty === undefined ? {} : { cty }) };
    if (isSecretKeyManagement(alg)) {
      return jwe.setProtectedHeader(header).encrypt(secretKey(this.secret(client), alg, enc));
    }
    const { key, kid } = await this.publishedKey(client, alg);
    // The client has to find out which of its keys it was (OIDC Core §10.2).
    const named = kid === undefined ? header : { ...header, kid };
    return jwe.setProtectedHeader(named).encrypt(key);
  }

  private async publishedKey({ metadata }: Client, alg: ResponseEncryptionAlgorithm) {
    try {
      return await this.publishedKeys.encryptionKey(metadata, alg);
    } catch (error) {
      if (!(error instanceof OutboundError || error instanceof errors.JOSEError)) throw error;
      throw OAuthError.temporarilyUnavailable('no key to encrypt for the client with', error);
    }
  }

  private secret(client: Client): string {
    const [newest] = this.secrets.of(client);
    if (newest !== undefined) return newest.value;
    throw OAuthError.temporarilyUnavailable('no secret to sign for the client with');
  }
}

/** A compact JWS with a MAC (RFC 7518 §3.2). */
function authenticated(
  algorithm: MacAlgorithm,
  secret: string,
  typ: string,
  claims: object,
): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const input = `${encode({ alg: algorithm, typ })}.${encode(claims)}`;
  const mac = createHmac(`sha${algorithm.slice(2)}`, secret).update(input);
  return `${input}.${mac.digest('base64url')}`;
}
