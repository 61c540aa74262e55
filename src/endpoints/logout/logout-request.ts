import type { Client } from '#registry/clients';

/** A checked request to end the session (OpenID Connect RP-Initiated Logout 1.0 §2). */
export interface LogoutRequest {
  /** Who asks; absent when the person came by themselves. */
  readonly client: Client | undefined;
  /** Whether an ID token of ours says that the client means it. */
  readonly hinted: boolean;
  /** The session that this ID token came from. */
  readonly hintedSessionId: string | undefined;
  /** Where the person goes afterwards: registered for the client, with `state` added. */
  readonly returnUri: string | undefined;
  /** What the confirmation has to bring back, to mean the same request again. */
  readonly pinned: Readonly<Record<string, string>>;
}
