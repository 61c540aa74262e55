import { constants, X509Certificate } from 'node:crypto';
import type { Server } from 'node:https';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { type CertificateFiles, readCertificate } from '#platform/config';
import type { Logger } from '#platform/logging';

/** RFC 9325 §4.2: forward secrecy and authenticated encryption, nothing else. */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  ...['ECDSA', 'RSA'].flatMap((authentication) =>
    ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305'].map(
      (encryption) => `ECDHE-${authentication}-${encryption}`,
    ),
  ),
].join(':');

/** The certificate that https is served with. It can be renewed without ending a connection. */
export class ServedCertificate {
  private context: SecureContext;

  constructor(private readonly files: CertificateFiles) {
    this.context = createSecureContext(this.read());
  }

  /** For `https.createServer`. */
  get options(): object {
    return {
      ...this.read(),
      handshakeTimeout: 10_000,
      // Asked at each handshake, by every server that listens: `localhost` is two of them.
      SNICallback: (_name: string, done: (error: null, context: SecureContext) => void) => {
        done(null, this.context);
      },
    };
  }

  /** When it ends, in seconds since the epoch. */
  get expiresAt(): number {
    const { validTo } = new X509Certificate(readCertificate(this.files).cert);
    return Date.parse(validTo) / 1000;
  }

  /** Reads the files again on SIGHUP. Where they cannot be used, what is served stays as it is. */
  renewOnHangup(instance: FastifyInstance, logger: Logger): void {
    const renew = () => {
      try {
        const renewed = this.read();
        this.context = createSecureContext(renewed);
        // For whoever connects to an address, and so names no server.
        (instance.server as Server).setSecureContext(renewed);
        logger.write('info', 'The certificate was read again.', { event: 'certificate.renewed' });
      } catch (error) {
        const reason = (error as Error).message;
        logger.write('error', 'The certificate was kept.', { event: 'certificate.kept', reason });
      }
    };
    process.on('SIGHUP', renew);
    instance.addHook('onClose', (_instance, done) => {
      process.off('SIGHUP', renew);
      done();
    });
  }

  private read(): SecureContextOptions {
    // Whatever the process was told to allow.
    return {
      ...readCertificate(this.files),
      minVersion: 'TLSv1.2',
      ciphers: CIPHERS,
      honorCipherOrder: true,
      // RFC 9325 §3.4: a key of tickets that lives as long as the process opens all that was said under it.
      secureOptions: constants.SSL_OP_NO_TICKET,
    };
  }
}
