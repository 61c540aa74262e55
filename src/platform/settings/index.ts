/**
 * What admins may set while the server runs: sections, each member with its default, its bounds and
 * what it means. A section stands with the module that obeys it; `/admin/settings` shows and changes them
 * (endpoints/admin).
 *
 * What the machine needs, such as ports, keys and the database, is the environment's (config).
 */
export * from './plan-settings.js';
export * from './section.js';
export * from './settings.aggregate.js';
export * from './settings.js';
export * from './settings.module.js';
