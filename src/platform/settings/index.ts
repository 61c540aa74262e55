/**
 * What admins may set while the server runs: sections of numbers, each with its default, its bounds and
 * what it means. A module declares the section that it obeys; `/admin/settings` lists and changes them.
 *
 * What the machine needs, such as ports, keys and the database, is the environment's (config).
 */
export * from './section.js';
export * from './setting.entity.js';
export * from './settings.js';
export * from './settings.module.js';
