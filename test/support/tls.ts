import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import tls from 'node:tls';
import { atEndOfFile } from './end-of-file.js';
import { selfSigned } from './self-signed.js';
import { temporaryDirectory } from './temporary-directory.js';

const trusted: string[] = [];

/**
 * Has everything in this process trust the certificate, until the test file ends. NODE_EXTRA_CA_CERTS
 * does the same for a process of its own; it is read at the start only.
 */
function trust(certificate: string): void {
  trusted.push(certificate);
  if (trusted.length > 1) return;
  const { createSecureContext } = tls;
  tls.createSecureContext = (options = {}) => createSecureContext({ ca: trusted, ...options });
  atEndOfFile(async () => {
    trusted.length = 0;
    tls.createSecureContext = createSecureContext;
  });
}

export interface TlsEnvironment {
  readonly TLS_CERT: string;
  readonly TLS_KEY: string;
}

/** A trusted certificate for localhost, as the environment names it; `into` replaces an older one. */
export function tlsEnvironment(into?: TlsEnvironment): TlsEnvironment {
  const directory = temporaryDirectory();
  const files = into ?? {
    TLS_CERT: join(directory, 'cert.pem'),
    TLS_KEY: join(directory, 'key.pem'),
  };
  const { cert, key } = selfSigned();
  writeFileSync(files.TLS_CERT, cert);
  writeFileSync(files.TLS_KEY, key);
  trust(cert);
  return files;
}
