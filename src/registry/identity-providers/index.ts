/**
 * Identity providers: others at which people have the account that they sign in with here, by OpenID Connect
 * or by OAuth 2 with an endpoint that says who they are.
 *
 * Owns the tables of providers and their domains, our secrets there, and the admin API over them. Every module
 * above it may import it; how somebody signs in there, and who they are here, is decided by the method
 * (`people/sign-in/methods/upstream`).
 */
export * from './identity-provider.js';
export * from './identity-providers.js';
export * from './identity-providers.module.js';
export * from './provider-metadata.js';
export * from './provider-secrets.js';
export { IdentityProvidersController } from './admin/identity-providers.controller.js';
export { CreateIdentityProviderRequest } from './admin/identity-provider.request.js';
