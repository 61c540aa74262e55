import { domainToUnicode } from 'node:url';

/** Limit: characters of a URI that is registered; browsers and proxies stop being reliable there. */
export const MAX_URI_LENGTH = 2000;

/** Schemes that run script or read local content in the browser that follows them (attack A16). */
const ACTIVE_SCHEMES: ReadonlySet<string> = new Set([
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'about',
  'filesystem',
  'view-source',
]);

// Only what RFC 3986 §2 lets a URI be written with. Browsers drop tabs and line feeds, trim spaces
// and read a backslash as a slash, so each of those would make us and them see different URIs.
const URI_CHARACTERS = /^(?:[\w\-.~:/?#@!$&'()*+,;=[\]]|%[0-9A-Fa-f]{2})*$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
const WEB_AUTHORITY = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?:0|[1-9][0-9]{0,4}))?$/;
const LOOPBACK =
  /^http:\/\/((?:[a-z0-9-]{1,63}\.){0,8}localhost|127\.0\.0\.1|\[::1\])(?::(0|[1-9][0-9]{0,4}))?([/?].*)?$/;

interface UriParts {
  /** In lower case, which is what schemes compare in (RFC 3986 §3.1). */
  readonly scheme: string;
  /** What stands between `//` and the path; undefined when there is no `//`. */
  readonly authority: string | undefined;
  /** Path, query and fragment, as written. */
  readonly rest: string;
}

/** Splits along RFC 3986 §3, with index searches only: time grows linearly with the input (L09). */
function splitUri(uri: string): UriParts | undefined {
  const colon = uri.indexOf(':');
  const scheme = uri.slice(0, Math.max(colon, 0));
  if (!SCHEME.test(scheme)) return undefined;
  const tail = uri.slice(colon + 1);
  if (!tail.startsWith('//')) {
    return { scheme: scheme.toLowerCase(), authority: undefined, rest: tail };
  }
  const end = tail.slice(2).search(/[/?#]/);
  const authority = end < 0 ? tail.slice(2) : tail.slice(2, end + 2);
  return {
    scheme: scheme.toLowerCase(),
    authority,
    rest: tail.slice(authority.length + 2),
  };
}

/** The scheme in lower case, or undefined when the text is not an absolute URI. */
export function schemeOf(uri: string): string | undefined {
  return splitUri(uri)?.scheme;
}

/**
 * The parts of an `http` URI that stays on the machine: host `localhost` or a name below
 * it (RFC 6761 §6.3), `127.0.0.1` or `[::1]`, in lower case, and a port from 0 to 65535 without leading zeros, if any.
 *
 * @returns the host, and path and query as written; undefined for every other URI.
 */
export function splitLoopbackUri(uri: string): { host: string; rest: string } | undefined {
  const [, host, port, rest] = LOOPBACK.exec(uri) ?? [];
  if (host === undefined || Number(port ?? 0) > 65_535) return undefined;
  return { host, rest: rest ?? '' };
}

/**
 * Why the text is not an absolute URI (RFC 3986 §4.3) that is safe to store and to compare, as a
 * sentence for an error description. It fits resource identifiers (RFC 8707 §2) as it stands.
 */
export function absoluteUriError(uri: string): string | undefined {
  return uriError(uri, false);
}

export interface WebUriOptions {
  /**
   * Also allow plain http: to a loopback host, for development; anywhere, for what is shown and never
   * fetched.
   */
  allowHttp?: boolean | 'anywhere';
  /** Also allow a fragment: for pages a person reads, such as `client_uri` or `tos_uri`. */
  allowFragment?: boolean;
}

/**
 * Why the text cannot be a web address in client metadata (RFC 7591 §2: `client_uri`, `logo_uri`,
 * `policy_uri`, `tos_uri`, `jwks_uri`; OIDC `initiate_login_uri` and the logout URIs), as a
 * sentence for an error description. Only https passes unless the options say more.
 */
export function webUriError(
  uri: string,
  { allowHttp = false, allowFragment = false }: WebUriOptions = {},
): string | undefined {
  const error = uriError(uri, allowFragment);
  if (error !== undefined) return error;
  if (schemeOf(uri) === 'https') return undefined;
  if (allowHttp === 'anywhere' && schemeOf(uri) === 'http') return undefined;
  if (!allowHttp) return 'The URI must use https.';
  const [page = ''] = uri.split('#', 1);
  if (splitLoopbackUri(page) !== undefined) return undefined;
  return 'The URI must use https, or http on localhost, *.localhost, 127.0.0.1 or [::1].';
}

function uriError(uri: string, allowFragment: boolean): string | undefined {
  // The length comes first, so that nothing after it ever sees a long input (L09).
  if (uri.length > MAX_URI_LENGTH) {
    return `The URI must not be longer than ${String(MAX_URI_LENGTH)} characters.`;
  }
  if (!URI_CHARACTERS.test(uri)) return 'The URI holds characters that a URI cannot have.';
  const parts = splitUri(uri);
  if (parts === undefined) return 'The URI must be absolute.';
  if (ACTIVE_SCHEMES.has(parts.scheme)) return 'The URI uses a scheme that is not allowed.';
  const hash = parts.rest.indexOf('#');
  // An empty fragment is a fragment too (RFC 6749 §3.1.2, RFC 8707 §2).
  if (hash >= 0 && !allowFragment) return 'The URI must not have a fragment.';
  if (hash !== parts.rest.lastIndexOf('#') || /[[\]]/.test(parts.rest)) {
    return 'The URI is malformed.';
  }
  return authorityError(uri, parts);
}

function authorityError(uri: string, { scheme, authority }: UriParts): string | undefined {
  // `https://bank.example@evil.example` names evil.example and reads like the bank.
  if (authority?.includes('@') === true) return 'The URI must not have user information.';
  if (scheme === 'https' || scheme === 'http') {
    const host = WEB_AUTHORITY.exec(authority ?? '')?.[1];
    // Browsers rewrite hosts such as 127.1 or 0x7f000001. One that is rewritten would be shown to
    // the user, or checked by us, under another name than the one the browser goes to.
    if (host === undefined || parsedHost(uri) !== host.toLowerCase()) {
      return 'The URI must name its host, and its port if any, in plain form.';
    }
    return undefined;
  }
  return URL.canParse(uri) ? undefined : 'The URI is malformed.';
}

function parsedHost(uri: string): string | undefined {
  const host = URL.parse(uri)?.hostname;
  return host?.split('.').some(isBrokenALabel) === true ? undefined : host;
}

/** `xn--` and nothing that decodes: URL takes it, and software differs in what it makes of it (RFC 5891 §4.2.1). */
function isBrokenALabel(label: string): boolean {
  return label.startsWith('xn--') && domainToUnicode(label) === label;
}
