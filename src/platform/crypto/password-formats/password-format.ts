/** A password hash that another system made, in the spelling in which it is stored here. */
export interface ForeignHash {
  readonly hash: string;
  /** What checking one password costs, where that is more than anybody may ask for. */
  readonly tooCostly?: string | undefined;
}

/** How some systems write the hashes of passwords. */
export interface PasswordFormat {
  /** As admins read it. */
  readonly name: string;
  /** @returns undefined where this is not of the format */
  read(text: string): ForeignHash | undefined;
}

/** Base64 as PHC strings have it: without padding. */
export function unpadded(base64: string): string {
  return base64.replace(/=+$/, '');
}
