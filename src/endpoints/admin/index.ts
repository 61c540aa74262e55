/**
 * The parts of the admin API that belong to the installation and not to one module: signing keys, settings, requests
 * that were refused.
 *
 * Imported by the application module only.
 */
export * from './admin.module.js';
export { ErrorsController } from './errors/errors.controller.js';
export { ListErrorsRequest, type SingleErrorResponse } from './errors/errors.response.js';
export { EventsController } from './events/events.controller.js';
export { ListEventsRequest } from './events/events.request.js';
export { MailController } from './mail/mail.controller.js';
export { ListMailsRequest } from './mail/mail.response.js';
export { SECTIONS, SettingsController } from './settings/settings.controller.js';
export { SECTION_CONTROLLERS } from './settings/section-controllers.js';
export { sectionRequest } from './settings/section.request.js';
