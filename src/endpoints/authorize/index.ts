/**
 * `/authorize` (RFC 6749 §3.1, OIDC Core §3.1.2, RFC 7636, RFC 8707, RFC 9207): puts a request together
 * and checks it, sends the person to whatever has to be asked, and answers the client.
 *
 * Owns pushed requests and request objects (RFC 9101), the order of the protocol (`checks/`), what must
 * be so before a request is granted (`policies/`), and the response types and modes.
 */
export * from './authorize.module.js';
export { AuthorizationResponseError } from './authorization-response-error.js';
export { PARAMETERS } from './authorize.documentation.js';
export * from './pushed-authorization/pushed-authorization-requests.js';
export * from './request-explainer.js';
export { RequestChecker } from './request-checker.js';
export { RequestRules } from './request-rules.js';
export { RequestObjects } from './request-object/request-objects.js';
export { storable } from './resolved-request.js';
export { responseModes } from './response-modes/index.js';
export * from './response-types/response-type-registry.js';
