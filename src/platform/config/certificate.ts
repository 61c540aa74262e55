import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Paths of PEM files. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** Both as PEM; `cert` may hold the chain up to the authority as well. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads what https is served with: at the start, and again when it was renewed.
 * @throws Error that names the variables, and says no word of what was read
 */
export function readCertificate({ cert, key }: CertificateFiles): Certificate {
  const certificate = parse('TLS_CERT', cert, 'the certificate', (pem) => new X509Certificate(pem));
  const privateKey = parse('TLS_KEY', key, 'a key without passphrase', createPrivateKey);
  if (!certificate.parsed.checkPrivateKey(privateKey.parsed)) {
    throw new Error('TLS_KEY must be the key of the certificate in TLS_CERT');
  }
  return { cert: certificate.pem, key: privateKey.pem };
}

function parse<T extends X509Certificate | KeyObject>(
  name: string,
  path: string,
  content: string,
  read: (pem: string) => T,
): { pem: string; parsed: T } {
  try {
    const pem = readFileSync(path, 'utf8');
    return { pem, parsed: read(pem) };
  } catch {
    // Not the reason: it may quote the path or the file, and either may be a secret out of place.
    throw new Error(`${name} must be the path of a readable PEM file with ${content}`);
  }
}
