/**
 * The parts of the admin API that belong to the installation and not to one module: signing keys, settings, requests
 * that were refused.
 *
 * Imported by the application module only.
 */
export * from './admin.module.js';
