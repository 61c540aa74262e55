/**
 * Keys, signatures, digests, password hashing and encryption at rest.
 *
 * Owns every private key and the rotation of the signing keys. Knows nothing of tokens: it signs claims
 * that others put together. Every module above it may import it.
 */
export * from './crypto.module.js';
export * from './digest.js';
export * from './installation-secrets/installation-secrets.js';
export { SecretBox } from './secret-box.js';
export * from './password-hash.js';
export { PASSWORD_FORMATS, readPasswordHash } from './password-formats/index.js';
export * from './random.js';
export * from './sealed-columns.js';
export * from './signing-keys/decryption-key.js';
export * from './signing-keys/key-pair.js';
export * from './signing-keys/own-key.js';
export * from './signing-keys/signing-key.js';
export * from './signing-keys/signing-keys.js';
