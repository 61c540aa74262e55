/**
 * The API documents and Swagger UI, whose Authorize button signs in through Gatehouse itself.
 *
 * Owns the client `swagger-ui`. What is documented comes from the controllers and the grant
 * registry. Imported by the application module and the start-up only.
 */
export * from './api-documents.js';
export * from './docs.module.js';
export * from './swagger-ui/swagger-ui.client.js';
