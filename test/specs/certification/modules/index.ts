import * as requests from './authentication-requests.js';
import { backChannelLogout } from './back-channel-logout.js';
import * as codes from './codes.js';
import * as discovery from './discovery.js';
import * as happy from './happy-flow.js';
import { serverRotateKeys } from './keys.js';
import type { Module } from './module.js';
import * as redirects from './redirect-uris.js';
import * as refresh from './refresh-tokens.js';
import * as registration from './registration.js';
import * as objects from './request-objects.js';
import * as logout from './rp-initiated-logout.js';
import * as scopes from './scopes.js';
import * as thirdParty from './third-party-login.js';
import * as userinfo from './userinfo.js';

export type { Module } from './module.js';

/** Every module by the name that the suite gives it, without the `oidcc-` that all of them have. */
export const modules: Readonly<Record<string, Module>> = {
  server: happy.server,
  'server-client-secret-post': happy.serverClientSecretPost,
  'response-type-missing': happy.responseTypeMissing,
  'idtoken-signature': happy.idTokenSignature,
  'idtoken-rs256': happy.idTokenRs256,
  'idtoken-unsigned': objects.idTokenUnsigned,
  'alternate-happy-flow': happy.alternateHappyFlow,
  'ensure-request-without-nonce-succeeds-for-code-flow': happy.withoutNonceSucceeds,
  'ensure-request-without-nonce-fails': happy.withoutNonceFails,
  'ensure-request-with-unknown-parameter-succeeds': happy.unknownParameter,
  'ensure-post-request-succeeds': happy.postRequest,
  'ensure-request-with-valid-pkce-succeeds': happy.validPkce,

  'userinfo-get': userinfo.userinfoGet,
  'userinfo-post-header': userinfo.userinfoPostHeader,
  'userinfo-post-body': userinfo.userinfoPostBody,
  'userinfo-rs256': userinfo.userinfoRs256,

  'scope-profile': scopes.scopeProfile,
  'scope-email': scopes.scopeEmail,
  'scope-address': scopes.scopeAddress,
  'scope-phone': scopes.scopePhone,
  'scope-all': scopes.scopeAll,

  'display-page': requests.displayPage,
  'display-popup': requests.displayPopup,
  'prompt-login': requests.promptLogin,
  'prompt-none-not-logged-in': requests.promptNoneNotLoggedIn,
  'prompt-none-logged-in': requests.promptNoneLoggedIn,
  'max-age-1': requests.maxAge1,
  'max-age-10000': requests.maxAge10000,
  'id-token-hint': requests.idTokenHint,
  'login-hint': requests.loginHint,
  'ui-locales': requests.uiLocales,
  'claims-locales': requests.claimsLocales,
  'ensure-request-with-acr-values-succeeds': requests.acrValues,
  'claims-essential': requests.claimsEssential,

  codereuse: codes.codeReuse,
  'codereuse-30seconds': codes.codeReuse30Seconds,
  'refresh-token': refresh.refreshToken,
  'refresh-token-rp-key-rotation': refresh.refreshTokenRpKeyRotation,

  'ensure-registered-redirect-uri': redirects.registeredRedirectUri,
  'ensure-redirect-uri-in-authorization-request': redirects.redirectUriInAuthorizationRequest,
  'redirect-uri-query-OK': redirects.redirectUriQueryOk,
  'redirect-uri-query-mismatch': redirects.redirectUriQueryMismatch,
  'redirect-uri-query-added': redirects.redirectUriQueryAdded,
  'redirect-uri-regfrag': redirects.redirectUriFragment,

  'request-uri-unsigned-supported-correctly-or-rejected-as-unsupported': objects.unsignedRequestUri,
  'unsigned-request-object-supported-correctly-or-rejected-as-unsupported':
    objects.unsignedRequestObject,
  'request-uri-unsigned': objects.unsignedRequestUri,
  'request-uri-signed-rs256': objects.requestUriSignedRs256,
  'ensure-request-object-with-redirect-uri': objects.requestObjectWithRedirectUri,

  'registration-logo-uri': registration.registrationLogoUri,
  'registration-policy-uri': registration.registrationPolicyUri,
  'registration-tos-uri': registration.registrationTosUri,
  'registration-jwks-uri': registration.registrationJwksUri,
  'registration-sector-uri': registration.registrationSectorUri,
  'registration-sector-bad': registration.registrationSectorBad,
  'ensure-client-assertion-with-iss-aud-succeeds': registration.clientAssertionWithIssuerAudience,
  'server-rotate-keys': serverRotateKeys,

  'discovery-endpoint-verification': discovery.discovery,
  '3rd_party-init-login': thirdParty.thirdPartyLogin,
  '3rd_party-init-login-nohttps': thirdParty.thirdPartyLoginNoHttps,

  'rp-initiated-logout-discovery-endpoint-verification': discovery.rpInitiatedLogoutDiscovery,
  'rp-initiated-logout': logout.rpInitiatedLogout,
  'rp-initiated-logout-bad-post-logout-redirect-uri': logout.badPostLogoutRedirectUri,
  'rp-initiated-logout-modified-id-token-hint': logout.modifiedIdTokenHint,
  'rp-initiated-logout-no-id-token-hint': logout.noIdTokenHint,
  'rp-initiated-logout-no-params': logout.noParams,
  'rp-initiated-logout-no-post-logout-redirect-uri': logout.noPostLogoutRedirectUri,
  'rp-initiated-logout-no-state': logout.noState,
  'rp-initiated-logout-only-state': logout.onlyState,
  'rp-initiated-logout-query-added-to-post-logout-redirect-uri':
    logout.queryAddedToPostLogoutRedirectUri,
  'rp-initiated-logout-bad-id-token-hint': logout.badIdTokenHint,
  'frontchannel-logout-discovery-endpoint-verification': discovery.frontChannelLogoutDiscovery,
  'backchannel-logout-discovery-endpoint-verification': discovery.backChannelLogoutDiscovery,
  'backchannel-rp-initiated-logout': backChannelLogout,
  'session-management-discovery-endpoint-verification': discovery.sessionManagementDiscovery,
};
