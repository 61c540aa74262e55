/**
 * Roles of applications and APIs (RFC 9068 §2.2.3.1): what each calls those who may do something there.
 * Gatehouse's own roles are none of them, and stand with the people.
 *
 * Owns the table of roles, which groups have them, and the admin API over both. Every module above it may
 * import it; which people have a role stands with them (`people/users`).
 */
export * from './role.js';
export * from './role-assignment.entity.js';
export { RoleRepository } from './role.repository.js';
export * from './roles.js';
export * from './roles.module.js';
