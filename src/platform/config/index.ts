/**
 * The environment as one typed, frozen object, checked as a whole before anything starts.
 *
 * Owns every environment variable: no other module reads `process.env`. Every module above
 * `protocol` may import it.
 */
export { type CertificateFiles, readCertificate } from './certificate.js';
export * from './config.js';
export * from './config.module.js';
export { type Environment } from './environment.js';
export { loadConfig } from './load-config.js';
export type { Mailbox } from './mail.js';
export type { FixedSettings } from './settings-file.js';
export { keepSecretKey, makeDirectory, replaceSecretKeys } from './secret-key.js';
export { ConfigError, StartRefused } from './start-refused.js';
export { parseNetworks } from './values.js';
export { VERSION } from './version.js';
