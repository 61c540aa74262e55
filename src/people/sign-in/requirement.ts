import type { Granted } from '#protocol';
import type { Client } from '#registry/clients';

/** What somebody who needs a person asks for; kept with the interaction. Times in seconds. */
export interface SignInRequirement {
  /** The client for which the person signs in; absent for our own pages. */
  readonly application?: string;
  /** Ids of the APIs for which it wants tokens. */
  readonly resources?: readonly string[];
  /** The only people who will do, as the application knows them; absent: anybody. */
  readonly expectedSubjects?: readonly string[];
  /** The only one who will do, where we know them ourselves. */
  readonly expectedUser?: string;
  readonly freshness?: Freshness;
  /** The authentication contexts wanted, by whatever name; where they are essential, nothing less will do. */
  readonly acr?: { readonly values: readonly string[]; readonly essential: boolean };
}

/** How young the proofs have to be. What was proven for this very request always is. */
export interface Freshness {
  /** No proof that counts is older (`max_age`, OIDC Core §3.1.2.1). */
  readonly every?: number;
  /** Nor is the primary one, whatever the others are: for what only the person may change. */
  readonly primary?: number;
  /** Nothing counts but what was proven for this very request (`prompt=login`). */
  readonly anew?: true;
}

/** Anybody, signed in at any time. */
export const ANYBODY: SignInRequirement = {};

/** What a client asks of everybody who signs in for it, unless the request says otherwise. */
export function requirementOf({ id, metadata }: Client, { resources }: Granted): SignInRequirement {
  const { default_max_age: maxAge, default_acr_values: values } = metadata;
  return {
    application: id,
    ...(resources.length === 0 ? {} : { resources }),
    ...(maxAge === undefined ? {} : { freshness: { every: maxAge } }),
    ...(values === undefined || values.length === 0 ? {} : { acr: { values, essential: false } }),
  };
}
