import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  type SignKeyObjectInput,
} from 'node:crypto';

export type Algorithm = 'ES256' | 'EdDSA' | 'RS256';

/** What the page asks for, as it stands in `data-options`. */
interface Options {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id: string };
  readonly user?: { readonly id: string };
  readonly excludeCredentials?: readonly { readonly id: string }[];
  readonly allowCredentials?: readonly { readonly id: string }[];
}

/** How an answer differs from a right one. */
export interface Changes {
  readonly challenge?: string;
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly topOrigin?: string;
  readonly credentialId?: string;
  readonly userHandle?: string | undefined;
  readonly signCount?: number;
  /** Added to, or taken out of, the flags of the authenticator data. */
  readonly flags?: (flags: number) => number;
  readonly authenticatorData?: (bytes: Buffer) => Buffer;
  readonly signature?: (bytes: Buffer) => Buffer;
  /** Changes what is signed already. */
  readonly clientDataJSON?: (bytes: Buffer) => Buffer;
  readonly attestation?: { readonly fmt: string; readonly attStmt: Cbor };
}

/** Flags of authenticator data (WebAuthn §6.1). */
export const PRESENT = 0x01;
export const VERIFIED = 0x04;
export const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;
const WITH_KEY = 0x40;

/** An authenticator in software, with one key, and the browser in front of it. */
export class SoftwareAuthenticator {
  readonly credentialId = randomBytes(32).toString('base64url');
  signCount = 0;
  userHandle: string | undefined;
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;
  private rpId = '';

  constructor(
    readonly origin: string,
    readonly algorithm: Algorithm = 'ES256',
    /** Whether its key may be copied to other devices. */
    readonly synced = true,
  ) {
    const pair =
      algorithm === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : algorithm === 'EdDSA'
          ? generateKeyPairSync('ed25519')
          : generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey;
  }

  /** `navigator.credentials.create()`, as JSON. */
  create(json: string, changes: Changes = {}): string {
    const options = JSON.parse(json) as Options;
    this.rpId = options.rp?.id ?? '';
    this.userHandle = options.user?.id;
    const id = changes.credentialId ?? this.credentialId;
    const idBytes = Buffer.from(id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(idBytes.length);
    const key = cbor(this.coseKey());
    const attested = Buffer.concat([Buffer.alloc(16), length, idBytes, key]);
    const data = this.data(changes, WITH_KEY, attested);
    const { fmt, attStmt } = changes.attestation ?? { fmt: 'none', attStmt: new Map() };
    const object = cbor(
      new Map<string, Cbor>([
        ['fmt', fmt],
        ['attStmt', attStmt],
        ['authData', data],
      ]),
    );
    const clientData = this.clientData('webauthn.create', options.challenge, changes);
    return this.answer(id, {
      clientDataJSON: (changes.clientDataJSON?.(clientData) ?? clientData).toString('base64url'),
      attestationObject: object.toString('base64url'),
      transports: ['internal', 'hybrid', 'carrier-pigeon'],
    });
  }

  /** `navigator.credentials.get()`, as JSON. */
  get(json: string, changes: Changes = {}): string {
    const { challenge, rpId = this.rpId } = JSON.parse(json) as Options;
    this.rpId = rpId;
    const data = this.data(changes, 0, Buffer.alloc(0));
    const clientData = this.clientData('webauthn.get', challenge, changes);
    const signed = Buffer.concat([data, createHash('sha256').update(clientData).digest()]);
    const signature = this.sign(signed);
    const userHandle = 'userHandle' in changes ? changes.userHandle : this.userHandle;
    return this.answer(changes.credentialId ?? this.credentialId, {
      clientDataJSON: (changes.clientDataJSON?.(clientData) ?? clientData).toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: (changes.signature?.(signature) ?? signature).toString('base64url'),
      ...(userHandle === undefined ? {} : { userHandle }),
    });
  }

  private answer(id: string, response: object): string {
    return JSON.stringify({
      ...{ id, rawId: id, type: 'public-key', response },
      ...{ authenticatorAttachment: 'platform', clientExtensionResults: {} },
    });
  }

  private data(changes: Changes, more: number, attested: Buffer): Buffer {
    const rpId = createHash('sha256')
      .update(changes.rpId ?? this.rpId)
      .digest();
    const flags = PRESENT | VERIFIED | more | (this.synced ? BACKUP_ELIGIBLE | BACKED_UP : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(changes.signCount ?? this.signCount);
    const data = Buffer.concat([
      ...[rpId, Buffer.from([changes.flags?.(flags) ?? flags]), count, attested],
    ]);
    return changes.authenticatorData?.(data) ?? data;
  }

  private clientData(type: string, challenge: string, changes: Changes): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: changes.type ?? type,
        challenge: changes.challenge ?? challenge,
        origin: changes.origin ?? this.origin,
        crossOrigin: changes.crossOrigin ?? false,
        ...(changes.topOrigin === undefined ? {} : { topOrigin: changes.topOrigin }),
      }),
    );
  }

  private sign(bytes: Buffer): Buffer {
    const key: SignKeyObjectInput = { key: this.privateKey, dsaEncoding: 'der' };
    return sign(this.algorithm === 'EdDSA' ? null : 'sha256', bytes, key);
  }

  /** RFC 9052 §7, RFC 9053 §7, RFC 8230 §4. */
  private coseKey(): Map<number, Cbor> {
    const jwk = this.publicKey.export({ format: 'jwk' });
    const bytes = (member: string | undefined) => Buffer.from(member ?? '', 'base64url');
    if (this.algorithm === 'ES256') {
      return new Map<number, Cbor>([
        ...([
          [1, 2],
          [3, -7],
          [-1, 1],
        ] as const),
        [-2, bytes(jwk.x)],
        [-3, bytes(jwk.y)],
      ]);
    }
    if (this.algorithm === 'EdDSA') {
      return new Map<number, Cbor>([
        ...([
          [1, 1],
          [3, -8],
          [-1, 6],
        ] as const),
        [-2, bytes(jwk.x)],
      ]);
    }
    return new Map<number, Cbor>([
      ...([
        [1, 3],
        [3, -257],
      ] as const),
      [-1, bytes(jwk.n)],
      [-2, bytes(jwk.e)],
    ]);
  }
}

export type Cbor = number | string | Buffer | readonly Cbor[] | ReadonlyMap<string | number, Cbor>;

/** As much of RFC 8949 as authenticators write. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return Buffer.concat([head(3, text.length), text]);
  }
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map) {
    const entries = [...value].flatMap(([name, one]: [string | number, Cbor]) => [
      ...[cbor(name), cbor(one)],
    ]);
    return Buffer.concat([head(5, value.size), ...entries]);
  }
  const items = value as readonly Cbor[];
  return Buffer.concat([head(4, items.length), ...items.map(cbor)]);
}

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}
