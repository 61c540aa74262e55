export interface WebLink {
  href: string;
  host: string;
}

/**
 * An http(s) link and the host to show with it, or undefined. Checked again here although registration
 * refuses other schemes: escaping does not disarm `javascript:` in an href.
 */
export function webLink(uri: string | undefined): WebLink | undefined {
  const url = uri === undefined ? null : URL.parse(uri);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined;
  return { href: url.href, host: url.host };
}

/** A link that leads to an application: on the web, or by a private-use scheme (RFC 8252 §7.1). */
export function applicationLink(uri: string): string | undefined {
  return /^[a-z][a-z0-9+-]*\.[a-z0-9+.-]*:/i.test(uri) ? uri : webLink(uri)?.href;
}

/** The path of an image on this origin, or undefined: a foreign image would learn of the visit. */
export function sameOriginPath(uri: string | undefined): string | undefined {
  if (!uri?.startsWith('/')) return undefined;
  // The parser decides, as the browser's will: `//host` and `/\host` are other origins.
  const base = 'http://origin.invalid';
  const url = URL.parse(uri, base);
  return url?.origin === base ? url.pathname + url.search : undefined;
}

/**
 * Where the authorization response is posted, unchanged.
 * @throws TypeError for a scheme that takes no form, `javascript:` first of all
 */
export function formPostTarget(uri: string): string {
  if (webLink(uri) === undefined) throw new TypeError('form_post needs an http or https URI');
  return uri;
}
