import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth, ApiExtension, ApiOAuth2, ApiSecurity } from '@nestjs/swagger';
import { ManagementInterceptor } from './management/management.interceptor.js';

/** How a route is protected. Exactly one per route; a route without one is refused. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'client' }
  | {
      readonly kind: 'scope';
      readonly scope: string;
      readonly resource: ProtectedResource;
      readonly stepUp?: StepUp | undefined;
    }
  | { readonly kind: 'session'; readonly page: string; readonly within?: number | undefined };

/**
 * How the person has to have signed in for whom the token speaks (RFC 9470 §3). A client that speaks for itself has
 * nobody to ask.
 */
export interface StepUp {
  /** The weakest authentication context; `own`: what is asked of them at sign-in. */
  readonly acr?: string;
  /** Seconds since they proved who they are. */
  readonly maxAge?: number;
}

/** For what cannot be undone, or lets others in: somebody who finds an open browser has no use of it. */
export const DANGEROUS: StepUp = { acr: 'own', maxAge: 15 * 60 };

/** The APIs of Gatehouse itself, by the path that completes the issuer to their identifier. */
export type ProtectedResource = '' | `/${string}`;

const declared = new WeakMap<object, Access>();

/** What a route handler declares. Every guard asks on every request, so a look-up is all it takes. */
export function accessOf(handler: object): Access | undefined {
  return declared.get(handler);
}

function declare(access: Access): MethodDecorator {
  return (_controller, _name, { value }) => {
    declared.set(value as object, access);
  };
}

/** Anybody may call this route, or it authenticates in the course of its own protocol. */
export const Public = () => declare({ kind: 'public' });

/** The client authenticates with its registered method (RFC 6749 §2.3). */
export const AuthenticatesClient = () =>
  applyDecorators(
    declare({ kind: 'client' }),
    ApiBasicAuth('client_secret_basic'),
    // Or by form parameters, for which OpenAPI has no security scheme.
    ApiSecurity({}),
  );

/** A bearer token for `resource` with `scope` is needed (RFC 6750), of somebody who signed in so (RFC 9470). */
export const RequireScope = (scope: string, resource: ProtectedResource, stepUp?: StepUp) =>
  applyDecorators(
    declare({ kind: 'scope', scope, resource, stepUp }),
    ApiOAuth2([scope], 'gatehouse'),
    ApiBearerAuth('bearer'),
    // Of the protocol endpoints, userinfo alone needs a scope; it has a form of its own.
    ...(resource === '' ? [] : [UseInterceptors(ManagementInterceptor)]),
  );

/** Of which things a route is that keeps to the reach of its caller. */
export type ReachedThings = 'people' | 'groups' | 'clients';

const keepingToReach = new WeakSet<object>();

/** Whether a route keeps to the reach of its caller. */
export function isWithinReach(handler: object): boolean {
  return keepingToReach.has(handler);
}

/**
 * This route keeps to the reach of its caller: lists show nothing else, and whatever else there is is not there.
 * Any other is closed to who has its scope for a part only.
 */
export const WithinReach = (things: ReachedThings) =>
  applyDecorators(
    (_controller: object, _name: string | symbol, { value }: PropertyDescriptor) => {
      keepingToReach.add(value as object);
    },
    ApiExtension('x-within-reach', things),
  );

/**
 * A signed-in browser is needed; the person is sent to sign in otherwise.
 * @param page where they go on when it was a form that they sent: the page that it stands on
 * @param within seconds since the primary proof; whoever proved it earlier proves it once more
 */
export const RequireSession = (page: string, { within }: { within?: number } = {}) =>
  declare({ kind: 'session', page, within });
