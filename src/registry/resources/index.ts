/**
 * Resource servers (RFC 8707): the APIs that tokens are for, their scopes, and the format and
 * lifetime of their access tokens. Gatehouse's own admin and account APIs are among them.
 *
 * Owns the tables of resource servers and scopes, and the admin API over them. Every module above it
 * may import it; which scope leads to which audience is decided here and nowhere else.
 */
export * from './built-in-resource-servers.js';
export * from './dependents.js';
export * from './filled-in.js';
export * from './power.js';
export * from './protected-resource-metadata.js';
export * from './resource-server.js';
export * from './resource-servers.js';
export * from './resources.module.js';
export * from './scope-wording.js';
export * from './unknown-scopes.js';
export { ResourceServersController } from './admin/resource-servers.controller.js';
export { CreateResourceServerRequest } from './admin/resource-server.request.js';
