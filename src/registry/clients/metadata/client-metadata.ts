import type { CustomClaim } from '#registry/claims';
import type { JSONWebKeySet } from 'jose';
import type {
  ApplicationType,
  ClientSigningAlgorithm,
  ContentEncryptionAlgorithm,
  GroupsFilter,
  IdTokenClaimsChoice,
  RequestObjectEncryptionAlgorithm,
  ResponseEncryptionAlgorithm,
  SubjectType,
  TokenEndpointAuthMethod,
} from '#protocol';

/** What an admin allows a client that exchanges tokens. */
export interface TokenExchangePolicy {
  /** Identifiers of the resource servers for which it may get tokens. */
  readonly audiences: readonly string[];
  /** Whether the new token may show nothing of the client's part in it (RFC 8693 §1.1). */
  readonly impersonation: boolean;
  /** Whether somebody who is named in the new token may act for the subject. */
  readonly delegation: boolean;
}

/** Which of a person's groups a client is told. */
export interface GroupsClaim {
  readonly filter: GroupsFilter;
  /** With the filter of this name. */
  readonly prefix?: string;
}

/**
 * What is registered about a client: the names of RFC 7591 §2 and OIDC Registration §2, and a few of
 * our own at the end. Complete: every default has been filled in.
 */
export interface ClientMetadata {
  readonly client_name: string;
  readonly application_type: ApplicationType;
  readonly redirect_uris: readonly string[];
  readonly post_logout_redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod;
  readonly token_endpoint_auth_signing_alg?: ClientSigningAlgorithm;
  /** Refuses the secret in the body where the header is registered, and the other way round. */
  readonly token_endpoint_auth_method_strict?: boolean;
  readonly id_token_signed_response_alg: ClientSigningAlgorithm;
  /** Absent: not encrypted. */
  readonly id_token_encrypted_response_alg?: ResponseEncryptionAlgorithm;
  readonly id_token_encrypted_response_enc?: ContentEncryptionAlgorithm;
  /** Absent: not signed. */
  readonly userinfo_signed_response_alg?: ClientSigningAlgorithm;
  readonly userinfo_encrypted_response_alg?: ResponseEncryptionAlgorithm;
  readonly userinfo_encrypted_response_enc?: ContentEncryptionAlgorithm;
  /** Absent: public. */
  readonly subject_type?: SubjectType;
  readonly sector_identifier_uri?: string;
  /** Space-separated. Absent: the scopes of OpenID Connect. */
  readonly scope?: string;
  readonly jwks?: JSONWebKeySet;
  readonly jwks_uri?: string;
  readonly client_uri?: string;
  readonly logo_uri?: string;
  readonly policy_uri?: string;
  readonly tos_uri?: string;
  readonly contacts?: readonly string[];
  readonly software_id?: string;
  readonly software_version?: string;
  readonly default_max_age?: number;
  /** Of no effect: every ID token has `auth_time`. */
  readonly require_auth_time?: boolean;
  readonly default_acr_values?: readonly string[];
  /** What ID tokens tell of the person: what the scope opens, as userinfo does, or who it is alone. */
  readonly id_token_claims: IdTokenClaimsChoice;
  readonly initiate_login_uri?: string;
  /** Loaded in a frame when somebody signs out (Front-Channel Logout 1.0 §2). */
  readonly frontchannel_logout_uri?: string;
  /** Says nothing new: `iss` and `sid` are sent to everybody. */
  readonly frontchannel_logout_session_required?: boolean;
  /** Gets a logout token when a session ends (Back-Channel Logout 1.0 §2.2). */
  readonly backchannel_logout_uri?: string;
  /** Says nothing new: `sid` is in every logout token. */
  readonly backchannel_logout_session_required?: boolean;
  /** Where the client may keep request objects (OIDC Core §6.2). Absent: nowhere. */
  readonly request_uris?: readonly string[];
  /** The one algorithm for request objects. Absent: any that is safe with a key of the client. */
  readonly request_object_signing_alg?: ClientSigningAlgorithm;
  /** How request objects may be encrypted. Absent: not at all. */
  readonly request_object_encryption_alg?: RequestObjectEncryptionAlgorithm;
  readonly request_object_encryption_enc?: string;
  /** Refuses requests without a request object (RFC 9101 §10.5), and what stands outside of it. */
  readonly require_signed_request_object: boolean;
  /** Refuses requests that were not pushed (RFC 9126 §6). */
  readonly require_pushed_authorization_requests: boolean;

  /** Belongs to the enterprise itself: people are not asked for their consent. */
  readonly first_party: boolean;
  /** Registered itself, and nobody has looked at it: people are warned and asked each time. */
  readonly unverified?: boolean;
  /** Whether the code flow needs PKCE. Public clients always do (RFC 9700 §2.1.1). */
  readonly require_pkce: boolean;
  /** From which its scripts may call us besides the origins of its redirect URIs. */
  readonly allowed_cors_origins?: readonly string[];
  /** Seconds; an API may allow less. Absent: what the API says. */
  readonly access_token_lifetime?: number;
  readonly id_token_lifetime?: number;
  /** Seconds until the person signs in again, whatever happens, and if it is not used. */
  readonly refresh_token_lifetime?: number;
  readonly refresh_token_idle?: number;
  /** The weakest authentication context with which people sign in to it. Absent: any. */
  readonly require_acr?: string;
  /** That a browser which its person trusts does for what their groups ask of them. */
  readonly accept_trusted_browsers?: boolean;
  /** Ids of the groups whose people it lets in. Absent: it lets everybody in. */
  readonly allowed_groups?: readonly string[];
  /** Who looks after it besides admins: people by `sub`, groups by id. */
  readonly owners?: readonly string[];
  /** Which groups the scope `groups` tells it. Absent: all. */
  readonly groups_claim?: GroupsClaim;
  /** What it is told under names of its own, beside what scopes open. */
  readonly claims?: readonly CustomClaim[];
  /** The resource server (by identifier) for which this client may introspect tokens. */
  readonly resource_server?: string;
  /** What the client may do with other tokens (RFC 8693). Absent: nothing. */
  readonly token_exchange?: TokenExchangePolicy;
  /** The one party that may act for the subjects of this client's tokens (RFC 8693 §4.4). */
  readonly may_act?: { readonly sub: string };
  /**
   * Lets the audience of client assertions be the token endpoint or an array, as before RFC 10070.
   * An attacker's server can then use an assertion meant for it against us.
   */
  readonly legacy_assertion_audience: boolean;
}

/** A registration as it arrives: any member may be missing. */
export type ClientMetadataInput = {
  readonly [Name in keyof ClientMetadata]?: ClientMetadata[Name] | undefined;
};
