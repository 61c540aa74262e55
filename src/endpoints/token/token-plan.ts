import type { Granted } from '#protocol';
import type {
  Authorization,
  FoundAuthorization,
  NewAuthorization,
  RefreshLifetime,
  Target,
} from '#tokens';

/**
 * What a grant has found out: on whose authorization its tokens rest, what they may do at most, and how what
 * was presented is used up. It says so without any effect; the {@link TokenPipeline} does the rest.
 */
export type TokenPlan = ClientPlan | UserPlan | SubjectPlan;

/** The plan of a grant type by what it declares as `speaksFor`. */
export interface PlanFor {
  readonly client: ClientPlan;
  readonly user: UserPlan;
  readonly subject: SubjectPlan;
}

interface Plan {
  /** What the tokens may do, and where: the request narrows it (RFC 8707 §2.2). */
  readonly granted: Granted;
  readonly voucher: Voucher;
}

/** The client speaks for itself (RFC 6749 §1.3.4). */
export type ClientPlan = Plan;

/** A person has authorized it: earlier, or as it begins with these tokens. */
export type UserPlan = Plan &
  (
    | { readonly found: FoundAuthorization; readonly nonce?: string | undefined }
    | { readonly wanted: NewAuthorization }
  );

/** Whomever the token speaks for that it is exchanged for (RFC 8693). Whoever plans it knows that it stands. */
export interface SubjectPlan extends Plan {
  readonly subject: Pick<
    Authorization,
    'user' | 'subjectClientId' | 'actor' | 'authorizationId' | 'actorAuthorizationId'
  > &
    Required<
      Pick<Authorization, 'restsOn' | 'groupVersion' | 'notBefore' | 'notAfter' | 'issuedTokenType'>
    >;
}

/**
 * What was presented: good for more than once, used up, or exchanged for the next. The last two are called
 * when nothing can be refused any more, since a request that is wrong uses nothing up, and decide by one guarded
 * write which of several requests at once wins.
 */
export type Voucher =
  | 'reusable'
  | { readonly use: Use }
  | { readonly renew: (target: Target) => Promise<RenewedToken> };

/**
 * @param refresh the lifetime of the refresh token that begins; undefined where the client gets none
 * @throws OAuthError when another request was first
 */
export type Use = (refresh: RefreshLifetime | undefined) => Promise<void>;

/** The refresh token that took the place of the one presented. */
export interface RenewedToken {
  readonly generation: number;
  /** Seconds since the epoch. */
  readonly rotatedAt: number;
}
