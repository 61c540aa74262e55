import { Injectable } from '@nestjs/common';
import type { ClientMetadata } from './client-metadata.js';

/** What registration has to know of a grant type. */
export interface RegistrableGrant {
  /**
   * Whom its tokens speak for: the client, a person, or the subject of another token. A client that has none
   * of the first kind has no tokens of its own.
   */
  readonly speaksFor: 'client' | 'user' | 'subject';
  /** Why a client of this kind may not have it, in a sentence; undefined when it may. */
  readonly problemWith?: (metadata: ClientMetadata) => string | undefined;
}

/**
 * The grant and response types that clients may register, and what they may ask of sign-ins. Filled at start-up by whoever implements
 * them, so that adding a grant changes nothing here.
 */
@Injectable()
export class RegistrableValues {
  readonly grantTypes = new Map<string, RegistrableGrant>();
  /** Each with the grant types that it needs beside it. */
  readonly responseTypes = new Map<string, readonly string[]>();
  /** The authentication context classes that a sign-in can reach, the weakest first. */
  readonly acrValues = new Set<string>();
}
