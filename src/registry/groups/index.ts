/**
 * Groups of people, by which applications decide what they may do and who gets in at all.
 *
 * Owns the table of groups and the admin API over it. Every module above it may import it; who is in a
 * group stands with the people (`people/users`).
 */
export * from './group.js';
export { GroupRepository } from './group.repository.js';
export * from './group-uses.js';
export * from './groups.js';
export { isReachedGroup } from './reached-groups.js';
export * from './groups.module.js';
export { GroupsController } from './admin/groups.controller.js';
export { CreateGroupRequest } from './admin/group.request.js';
