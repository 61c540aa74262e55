/**
 * The desk: five pages for those who help people to sign in, and for auditors. What they show are answers of the
 * admin API, each asked as a token of the person would be.
 *
 * Owns no data and no rule. Imported by the application module only.
 */
export * from './desk.module.js';
