/** What is signed at every checkpoint (RFC 7515): `typ` tells it from our tokens. */
export const CHECKPOINT_TYPE = 'checkpoint+jwt';
/** What is signed when events were deleted because of their age. */
export const CUT_TYPE = 'cut+jwt';

/** Events after which one is due. */
export const EVERY_EVENTS = 1000;

export interface CheckpointClaims {
  readonly iss: string;
  readonly seq: number;
  readonly hash: string;
  readonly at: number;
  /** SHA-256 of the statement before; empty for the first. */
  readonly previous: string;
}

export type CutClaims = Omit<CheckpointClaims, 'previous'>;
