/** A live sign-in session. Times in seconds since the epoch. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly amr: readonly string[];
  readonly credentialVersion: number;
  /** When the person last proved who they are (OIDC Core §2, `auth_time`). */
  readonly authTime: number;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly userAgent: string | undefined;
}

/** Ends after an hour without use, and after twelve in any case (NIST SP 800-63B §2.2.3). */
export const IDLE_LIFETIME = 3600;
export const ABSOLUTE_LIFETIME = 12 * 3600;
