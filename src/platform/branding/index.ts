/**
 * How people know this installation: its name, logo and colours on every page and in every mail, and whom they
 * ask for help.
 *
 * Owns the section of the settings. What every page has in common is put together here, a second old at most.
 */
export { BRANDING } from './branding.section.js';
export { LANGUAGE_SETTINGS } from './languages.section.js';
export { BrandingModule } from './branding.module.js';
