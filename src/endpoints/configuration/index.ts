/**
 * Configuration as code: clients, APIs, groups, roles, assertion issuers, identity providers, webhooks and settings as
 * one document, keyed by external_id.
 *
 * Owns the form of the document and nothing else: each thing is read and put by the operations of the admin API.
 */
export * from './configuration.module.js';
export * from './document.js';
export { CONFIGURED_KINDS } from './kinds.js';
