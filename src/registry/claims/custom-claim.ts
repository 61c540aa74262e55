/** Limit: claims that one client or one API is told under names of its own. */
export const MAX_CUSTOM_CLAIMS = 20;

/** Where a client can be told something under a name of its own. */
export const CUSTOM_CLAIM_PLACES = ['id_token', 'userinfo'] as const;

/** A claim under a name that the program behind a client or an API knows. */
export interface CustomClaim {
  readonly claim: string;
  /** One of CLAIM_SOURCES, or `attributes.<name>`; or else {@link value}. */
  readonly from?: string;
  /** What it always is. */
  readonly value?: unknown;
  /** Of a client. Absent: wherever it can be told. */
  readonly in?: readonly (typeof CUSTOM_CLAIM_PLACES)[number][];
}

export function isToldIn(
  { in: places = CUSTOM_CLAIM_PLACES }: CustomClaim,
  place: (typeof CUSTOM_CLAIM_PLACES)[number],
): boolean {
  return places.includes(place);
}

const OF_ATTRIBUTES = 'attributes.';

/** @returns the name of the attribute that a claim comes from */
export function attributeOf(from: string): string | undefined {
  return from.startsWith(OF_ATTRIBUTES) ? from.slice(OF_ATTRIBUTES.length) : undefined;
}
