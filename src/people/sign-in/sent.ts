import { sha256 } from '#platform/crypto';
import type { Browser } from '#platform/http';
import type { Parameters } from '#protocol';
import type { User } from '#people/users';
import type { Interaction } from './interaction.js';

/** A form as it came, to prove something with. */
export interface Sending {
  readonly interaction: Interaction;
  readonly form: Parameters;
  readonly browser: Browser;
}

/** What it was sent for besides. */
export interface Sent extends Sending {
  /** Whom it was asked of, where they are known. */
  readonly person?: User | undefined;
  /** The authentication context that it had to reach. */
  readonly acr?: string | undefined;
  /** Until when they may put it off. */
  readonly until?: number;
}

/** What a session begins by: the whole form, with the code or the password in it; undefined where there is none. */
export function causeOf({ interaction: { uid }, form }: Sending): string | undefined {
  const fields = Object.entries(form.toJSON());
  return fields.length === 0 ? undefined : sha256(JSON.stringify([uid, fields]));
}
