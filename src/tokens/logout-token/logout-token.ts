/** How long a client may take to look at a logout token (Back-Channel Logout §2.4: "at most two minutes"). */
export const LOGOUT_TOKEN_LIFETIME = 120;

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** The claims of a logout token (Back-Channel Logout §2.4). It must never have a `nonce`. */
export interface LogoutTokenClaims {
  iss: string;
  sub: string;
  aud: string;
  iat: number;
  exp: number;
  jti: string;
  sid: string;
  events: Readonly<Record<typeof EVENT, object>>;
}

/** What every logout token says: that it is one. */
export const LOGOUT_EVENT: LogoutTokenClaims['events'] = { [EVENT]: {} };
