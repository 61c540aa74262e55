/**
 * The environment as one typed, frozen object, checked as a whole before anything starts.
 *
 * Owns every environment variable: no other module reads `process.env`. Every module above
 * `protocol` may import it.
 */
export { type CertificateFiles, readCertificate } from './certificate.js';
export * from './config.js';
export * from './config.module.js';
export { ConfigError, loadConfig } from './load-config.js';
export { parseNetworks } from './values.js';
