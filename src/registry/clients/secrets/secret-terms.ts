/** What an admin decides about a secret. */
export interface SecretTerms {
  readonly label?: string | undefined;
  readonly expiresAt?: number | undefined;
  /** The secret itself, where it was made elsewhere. */
  readonly value?: string | undefined;
}

/** A secret as it is to be. */
export interface ChangedSecret {
  readonly id: string;
  readonly label: string;
  readonly expiresAt: number | undefined;
}
