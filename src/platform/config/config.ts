import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { BlockList } from 'node:net';
import type { CertificateFiles } from './certificate.js';
import type { FixedSettings } from './settings-file.js';
import { isLoopback } from './values.js';
import type { Mailbox, SmtpConfig } from './mail.js';
import type { OpenRegistrationPolicy } from './open-registration.js';

/** Where keys come from; a `new` one belongs to an installation that is not complete yet. */
export type SecretKeySource = 'given' | 'kept' | 'new';

export type LegacyGrant = 'implicit' | 'password';
export type RegistrationPolicy = 'off' | 'token' | 'open';
export type RequirePkce = 'public' | 'all';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

export type DatabaseConfig =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'mysql';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly name: string;
      /** Absent: in the clear. */
      readonly tls: DatabaseTls | undefined;
    };

/** As the driver takes it. */
export interface DatabaseTls {
  readonly minVersion: 'TLSv1.2';
  readonly rejectUnauthorized: boolean;
  readonly verifyIdentity: boolean;
  readonly ca?: string;
}

/** Everything Gatehouse reads from its environment, checked and frozen at start-up. */
export abstract class Config {
  /** Whether this process is the server, or a command beside one that may run. */
  abstract readonly role: 'server' | 'guest';
  /** The issuer identifier, without a trailing slash (RFC 8414 §2). The only source of every URL. It may have a path. */
  abstract readonly issuer: string;
  abstract readonly host: string;
  abstract readonly port: number;
  /** Where Prometheus may ask; absent: nowhere. */
  abstract readonly metricsPort: number | undefined;
  abstract readonly metricsHost: string;
  /** How long balancers are told to send nobody any more before it stops listening, seconds. */
  abstract readonly shutdownDelay: number;
  /** Where the certificate lies with which https is served directly; absent: plain http. */
  abstract readonly tls: CertificateFiles | undefined;
  abstract readonly dataDir: string;
  abstract readonly database: DatabaseConfig;
  /** 32 bytes from which every other key is derived. */
  abstract readonly secretKey: Buffer;
  /** Those that `secretKey` replaces: what was made with them is still good. */
  abstract readonly formerSecretKeys: readonly Buffer[];
  abstract readonly secretKeySource: SecretKeySource;
  abstract readonly adminUsername: string;
  abstract readonly adminPassword: string | undefined;
  /** Of the first admin; applications often want both (OIDC Core §5.1). */
  abstract readonly adminEmail: string | undefined;
  abstract readonly adminName: string | undefined;
  /** Where addresses that admins give are known to be people's own. */
  abstract readonly verifiedDomains: ReadonlySet<string>;
  /** Settings that nobody changes while the server runs. */
  abstract readonly settings: FixedSettings;
  /** The domain that passkeys are made for (WebAuthn, RP ID); absent where the issuer has none. */
  abstract readonly webauthnRpId: string | undefined;
  /** Where else they may be used (WebAuthn §5.11); none: only below that domain. */
  abstract readonly webauthnRelatedOrigins: readonly string[];
  /** Who takes mail for delivery; absent: nobody. */
  abstract readonly smtp: SmtpConfig | undefined;
  /** Whom mail is from; absent where nobody takes it. */
  abstract readonly mailFrom: Mailbox | undefined;
  abstract readonly mailReplyTo: Mailbox | undefined;
  /** Files of the operator's own grants, sign-in methods and claims. */
  abstract readonly extensions: readonly string[];
  abstract readonly legacyGrants: ReadonlySet<LegacyGrant>;
  abstract readonly registration: RegistrationPolicy;
  /** The terms for those who register without an initial access token; safe ones where it says nothing. */
  abstract readonly registrationPolicy: OpenRegistrationPolicy;
  /** Whose clients may be described by a document at their `client_id`: nobody's, anybody's, those of hosts. */
  abstract readonly clientIdDocuments: 'off' | 'any' | ReadonlySet<string>;
  /** Private networks that outbound requests may reach in spite of the SSRF guard. */
  abstract readonly outboundAllowedNetworks: BlockList;
  /** Peers whose `X-Forwarded-*` headers are believed. */
  abstract readonly trustedProxies: readonly string[];
  /** The value of `Strict-Transport-Security` (RFC 6797); absent: none. */
  abstract readonly hsts: string | undefined;
  /** Whose code flow needs PKCE whatever they are registered with (RFC 9700 §2.1.1). */
  abstract readonly requirePkce: RequirePkce;
  /** How many bits the modulus of a new RSA key has. */
  abstract readonly rsaKeyBits: number;
  abstract readonly logLevel: LogLevel;

  /** Whether browsers reach us over https, and cookies can therefore be `__Host-` and Secure. */
  get secure(): boolean {
    return this.issuer.startsWith('https:');
  }

  /** What browsers call our origin (RFC 6454 §6.2): the issuer without its path. */
  get origin(): string {
    return new URL(this.issuer).origin;
  }

  /** The path of the issuer, below which everything lies: `/auth`, or an empty string. */
  get basePath(): string {
    return this.issuer.slice(this.origin.length);
  }

  /** Whether the issuer is an address of this machine, as on a first try. */
  get local(): boolean {
    return isLoopback(new URL(this.issuer).hostname);
  }

  /** A 32-byte key for one purpose, so that no two uses share one (RFC 5869). */
  deriveKey(purpose: string): KeyObject {
    return derive(this.secretKey, purpose);
  }

  /** The same from every key that there is, {@link deriveKey} first: for what outlives a rotation. */
  deriveKeys(purpose: string): readonly KeyObject[] {
    return [this.secretKey, ...this.formerSecretKeys].map((key) => derive(key, purpose));
  }

  /** An absolute URL on the issuer. */
  url(path: string): string {
    return this.issuer + path;
  }
}

function derive(key: Buffer, purpose: string): KeyObject {
  // A key object is read eight times as fast as its bytes (Node 24).
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, '', `gatehouse/${purpose}`, 32)));
}
