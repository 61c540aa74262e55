/**
 * Every sentence for people, in one typed catalogue for each language.
 *
 * What developers read (`error_description`, problem details, logs) is in English where it arises.
 */
export type { Texts } from './catalogue.js';
export * from './texts.js';
