/**
 * Roles of applications and APIs (RFC 9068 §2.2.3.1): what each calls those who may do something there.
 * Gatehouse's own are among them, and are told to nobody.
 *
 * Owns the table of roles, which groups have them, and the admin API over both. Every module above it may
 * import it; which people have a role stands with them (`people/users`).
 */
export * from './gatehouse-roles.js';
export { GatehouseRoleRows } from './gatehouse-role-rows.js';
export * from './role.js';
export * from './role-assignment.entity.js';
export { RoleRepository } from './role.repository.js';
export * from './roles.js';
export * from './roles.module.js';
export { RolesController } from './admin/roles.controller.js';
export { CreateRoleRequest } from './admin/role.request.js';
