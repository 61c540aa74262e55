/** Whoever acts for the subject of a token, and who did so before (RFC 8693 §4.1). */
export interface Actor {
  /** A person, or a client: their identifiers come from one random space. */
  readonly sub: string;
  readonly act?: Actor;
}

/** The one party that may act for the subject of a token (RFC 8693 §4.4). */
export interface MayAct {
  readonly sub: string;
}

/** How many parties act, one through the other. */
export function chainLength(actor: Actor | undefined): number {
  return actor === undefined ? 0 : 1 + chainLength(actor.act);
}
