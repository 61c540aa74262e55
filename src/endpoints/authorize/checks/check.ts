import type { Clients } from '#registry/clients';
import type { Parameters } from '#protocol';
import type { IdTokens, Targets } from '#tokens';
import type { AuthorizationRequest, RedirectableRequest } from '../authorization-request.js';
import type { RequestRules } from '../request-rules.js';
import type { ResponseTypeRegistry } from '../response-types/response-type-registry.js';

/** What checks may ask. */
export interface CheckServices {
  readonly clients: Clients;
  readonly idTokens: IdTokens;
  readonly targets: Targets;
  readonly responseTypes: ResponseTypeRegistry;
  readonly rules: RequestRules;
}

/** A request of which nothing is known yet, and what has been found out. */
export interface UnsafeDraft {
  readonly parameters: Parameters;
  client?: RedirectableRequest['client'];
  redirectUri?: string;
}

/** Runs before it is safe to redirect: what it throws is shown on our own error page. */
export type UnsafeCheck = (draft: UnsafeDraft, services: CheckServices) => void | Promise<void>;

/** A request to whose client we may redirect, and what has been found out. */
export type SafeDraft = RedirectableRequest & {
  -readonly [Name in Exclude<keyof AuthorizationRequest, keyof RedirectableRequest>]?:
    AuthorizationRequest[Name] | undefined;
};

/** Runs after: what it throws goes to the client. */
export type SafeCheck = (draft: SafeDraft, services: CheckServices) => void | Promise<void>;
