/**
 * Clients: the registry (RFC 7591 metadata), how they authenticate (RFC 6749 §2.3, RFC 7523) and the admin
 * API over them.
 *
 * Owns the tables of clients, secrets and origins. Every module above it may import it; nothing else
 * decides who a request comes from.
 */
export * from './authentication/client-authentication.guard.js';
export * from './authentication/client-authentication.request.js';
export * from './authentication/client-authenticator.js';
export * from './authentication/shared-secret.js';
export * from './client.js';
export * from './client-changes.js';
export { endpointsOf } from './client-configuration.js';
export * from './client-expiry.js';
export * from './clients.js';
export * from './clients.module.js';
export { ClientMetadataRequest } from './admin/client.request.js';
export * from './admin/registrable-members.js';
export { ClientDocuments } from './documents/client-documents.js';
export { isAddress } from './documents/document-id.js';
export { isAtHome } from './metadata/browser-origins.js';
export * from './metadata/client-metadata.js';
export * from './metadata/registrable-values.js';
export * from './plan-client.js';
export * from './policy/check-policy.js';
export * from './policy/client-policy.js';
export * from './policy/client-policy.request.js';
export * from './secrets/recoverable-secrets.js';
export * from './subject/subjects.js';
export * from './subject-names.js';
export { ClientsController } from './admin/clients.controller.js';
export { ListClientsRequest } from './admin/client.request.js';
export { LintController } from './lint/lint.controller.js';
export { LintAllRequest } from './lint/lint.request.js';
export type { ClientResponse } from './admin/client.response.js';
export type { FindingResponse } from './lint/lint.response.js';
export { CreateClientRequest } from './admin/create-client.request.js';
