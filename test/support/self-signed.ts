import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';

export interface SelfSigned {
  /** Both as PEM. */
  readonly cert: string;
  readonly key: string;
}

const bytes = (hex: string) => Buffer.from(hex, 'hex');

/** One element of DER (X.690): its tag, its length, and what is in it. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = body.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...content: Buffer[]) => der(0x30, ...content);
const extension = (oid: string, value: Buffer) => sequence(bytes(oid), der(0x04, value));
const day = (date: string) => der(0x17, Buffer.from(`${date}000000Z`));

const ECDSA_WITH_SHA256 = sequence(bytes('06082a8648ce3d040302'));
const commonName = (name: string) =>
  sequence(der(0x31, sequence(bytes('0603550403'), der(0x0c, Buffer.from(name)))));
const EXTENSIONS = sequence(
  extension('0603551d13', sequence(bytes('0101ff'))),
  extension('0603551d11', sequence(der(0x82, Buffer.from('localhost')), bytes('87047f000001'))),
);

/** A certificate for localhost and 127.0.0.1 that nobody trusts unless told to (RFC 5280 §4.1). */
export function selfSigned(): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // A name of its own: whoever trusts several certificates finds the right one by it.
  const name = commonName(randomUUID());
  const certified = sequence(
    bytes('a003020102'),
    bytes('020101'),
    ECDSA_WITH_SHA256,
    name,
    sequence(day('200101'), day('491231')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, EXTENSIONS),
  );
  const signature = sign('sha256', certified, privateKey);
  const certificate = sequence(
    certified,
    ECDSA_WITH_SHA256,
    der(0x03, Buffer.concat([bytes('00'), signature])),
  );
  const lines = certificate.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}
