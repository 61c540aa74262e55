import type { Caller, HttpRequest } from './request.js';
import { traceIdOf } from './request-id.js';

/** Where a request came from, for whoever keeps a record of it and has no business with the rest. */
export interface RequestOrigin {
  readonly ip: string;
  readonly userAgent: string | undefined;
  readonly requestId: string;
  /** The trace that the caller says it belongs to. */
  readonly traceId?: string | undefined;
}

/** Who did something. `system`: nobody asked for it, such as a rotation that was due. */
export interface Actor {
  readonly kind: 'user' | 'client' | 'system' | 'anonymous';
  /** A `sub` or a `client_id`. */
  readonly id?: string | undefined;
}

export const SYSTEM: Actor = { kind: 'system' };
export const ANONYMOUS: Actor = { kind: 'anonymous' };

export function originOf({ ip, headers, id }: HttpRequest): RequestOrigin {
  const traceId = traceIdOf(headers);
  const userAgent = headers['user-agent'];
  return { ip, userAgent, requestId: id, ...(traceId === undefined ? {} : { traceId }) };
}

/** The person that a token speaks for, or else its client. */
export function actorOf({ userId, clientId }: Pick<Caller, 'userId' | 'clientId'>): Actor {
  return userId === undefined ? { kind: 'client', id: clientId } : { kind: 'user', id: userId };
}
