/**
 * The pushed authorization request endpoint (RFC 9126 §2): a client sends its authorization request
 * itself and gets a `request_uri` for it.
 *
 * Sees: authorize, which checks the request and keeps it.
 */
export * from './par.module.js';
