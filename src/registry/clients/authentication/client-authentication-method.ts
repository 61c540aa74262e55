import type { Facts, Parameters, TokenEndpointAuthMethod } from '#protocol';
import type { Client } from '../client.js';

/** What a request presents to prove which client it comes from. */
export interface PresentedCredentials {
  /** Whom it claims to be. */
  readonly clientId: string;
  /**
   * Checks the proof against what is registered. Called with undefined for an unknown client, and
   * must then do the same work (attack C03).
   * @returns why the proof is not good, for the log; undefined when it is
   */
  verify(client: Client | undefined): string | undefined | Promise<string | undefined>;
  /** What may be kept of them when they are not good. */
  facts?(): Facts;
}

/** The parts of a request by which a client can prove itself. */
export interface AuthenticatingRequest {
  /** The header of that name. */
  readonly authorization: string | undefined;
  readonly parameters: Parameters;
}

/** One way for clients to authenticate (RFC 6749 §2.3; OIDC Core §9). */
export interface ClientAuthenticationMethod {
  /** The registered methods that this presentation can satisfy. */
  readonly name: TokenEndpointAuthMethod;

  /** The credentials in this request, or undefined when it does not use this method. */
  present(request: AuthenticatingRequest): PresentedCredentials | undefined;
}
