/** The application asking, as a person sees it (RFC 7591 section 2). */
export interface PageClient {
  name: string;
  /** Path on this origin, `/...`; anything else is not shown (a hot-linked logo leaks the visit). */
  logoUri?: string | undefined;
  /** Shown as links with their host when they are http(s) URLs, left out otherwise. */
  policyUri?: string | undefined;
  tosUri?: string | undefined;
  clientUri?: string | undefined;
  /** Where the person goes afterwards: the host of the redirect URI, or its scheme for native apps. */
  redirectHost?: string | undefined;
  firstParty?: boolean | undefined;
  /** Nobody at the operator looked at this registration (RFC 7591 section 5). */
  unverified?: boolean | undefined;
}

export interface PageUser {
  name: string;
  username: string;
}

export interface PageScope {
  name: string;
  description: string;
}
