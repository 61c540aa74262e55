import { sectionController } from './section.controller.js';
import { SECTIONS } from './settings.controller.js';

/** One for each section of the settings, by its name. */
export const SECTION_CONTROLLERS = new Map(
  SECTIONS.map((section) => [section.name, sectionController(section)]),
);
