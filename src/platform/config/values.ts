import { BlockList, isIP } from 'node:net';
import { domainToUnicode } from 'node:url';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @param hostname as a URL has it */
export const isLoopback = (hostname: string): boolean => LOOPBACK.has(hostname);

/**
 * An https URL (or http on loopback), without query, fragment or slash at the end. It may have a path.
 * @param tls given when we serve https ourselves
 */
export function parseIssuer(value: string, tls?: object): string {
  const issuer = value.replace(/\/+$/, '');
  const url = URL.parse(issuer);
  if (!url || !/^https?:$/.test(url.protocol) || issuer.includes('?') || issuer.includes('#')) {
    throw new Error('must be a URL such as https://sso.example.com');
  }
  if (url.username !== '') throw new Error('must have no user');
  // Tokens and passwords travel to the issuer: plain http only where nobody can listen (attack M08).
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new Error('must use https unless its host is localhost');
  }
  // Nobody would get an answer there.
  if (url.protocol === 'http:' && tls !== undefined) {
    throw new Error('must use https along with TLS_CERT');
  }
  const path = url.pathname.replace(/\/$/, '');
  if (url.origin + path !== issuer) throw new Error(`must be written in its canonical form`);
  // What no proxy and no browser writes in another way, and not where other documents of the host lie.
  if (!/^(?:\/\w[\w.~-]{0,63}){0,8}$/.test(path)) {
    throw new Error('must have a path of letters, digits and - . _ ~ only, such as /auth');
  }
  if (url.hostname.split('.').some(isNoInternationalLabel)) {
    throw new Error('must have a host name that exists: what follows xn-- is not Punycode');
  }
  return issuer;
}

/** Node 24 and later take any label that begins like one (RFC 5891 §4.4). */
function isNoInternationalLabel(label: string): boolean {
  return label.startsWith('xn--') && domainToUnicode(label) === label;
}

/** An address to listen on, also as it stands in a URL. */
export function parseHost(value: string): string {
  const host = value.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) {
    throw new Error('must be an address or a name of this machine, such as 0.0.0.0 or ::');
  }
  return host;
}

export function parsePort(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : NaN;
  if (!(port >= 1 && port <= 65535)) throw new Error('must be a port number, 1 to 65535');
  return port;
}

export function parseDelay(value: string): number {
  if (!/^\d{1,2}$/.test(value) || Number(value) > 60) throw new Error('must be seconds, 0 to 60');
  return Number(value);
}

/** One key, or the new one and those that it replaces, separated by commas. */
export function parseSecretKeys(value: string): readonly Buffer[] {
  const keys = value.split(',').map((key) => parseSecretKey(key.trim()));
  if (new Set(keys.map((key) => key.toString('hex'))).size < keys.length) {
    throw new Error('must not name the same key twice');
  }
  return keys;
}

function parseSecretKey(value: string): Buffer {
  const key = Buffer.from(value, 'base64');
  const canonical = /^[A-Za-z0-9+/]{43}=$/.test(value);
  if (!canonical || key.length !== 32) throw new Error('must be 32 bytes in base64');
  // A key somebody typed rather than generated: all zeros, one repeated byte.
  if (new Set(key).size < 8) throw new Error('must be random; use: openssl rand -base64 32');
  return key;
}

/** Parses a list of addresses and CIDR blocks, separated by commas or spaces. */
export function parseNetworks(list: string): BlockList {
  const networks = new BlockList();
  for (const item of list.split(/[\s,]+/).filter((part) => part !== '')) {
    const [address = '', prefix, ...rest] = item.split('/');
    const family = isIP(address);
    const bits = family === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
    if (family === 0 || address.includes('%') || rest.length > 0 || !(length <= bits)) {
      throw new Error('must be a list of addresses or CIDR blocks, as in 10.0.0.0/8');
    }
    networks.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  }
  return networks;
}

/** @throws Error for what would believe everybody, so that everybody could make up addresses */
export function parseProxies(list: string): string[] {
  parseNetworks(list);
  const proxies = list.split(/[\s,]+/).filter((item) => item !== '');
  if (proxies.some((item) => item.endsWith('/0'))) {
    throw new Error('must name your proxies; a network of /0 is everybody');
  }
  return proxies;
}

/** RFC 6797 §6.1: `max-age`, and no more than an operator says about their other hosts. */
export function parseHsts(value: string): string | undefined {
  if (value === 'off') return undefined;
  if (!/^max-age=\d{1,10}(; *(includeSubDomains|preload))*$/.test(value)) {
    throw new Error('must be off, or as in: max-age=31536000; includeSubDomains');
  }
  return value;
}

/** `off`, `any`, or the hosts of documents about clients, with a port where it is not that of https. */
export function parseDocumentHosts(value: string): 'off' | 'any' | ReadonlySet<string> {
  if (value === 'off' || value === 'any') return value;
  const hosts = value.split(/[\s,]+/).filter((item) => item !== '');
  const isHost = (host: string) =>
    /^[\w.:[\]-]+$/.test(host) && URL.parse(`https://${host}/`)?.host === host;
  if (!hosts.every(isHost)) {
    throw new Error('must be off, any, or a list of hosts such as: clients.example.com');
  }
  return new Set(hosts);
}

/** The domain that passkeys are made for: that of the issuer, one above it, or one that names it as related. */
export function parseRpId(value: string, issuer: string | undefined): string | undefined {
  const host = issuer === undefined ? '' : new URL(issuer).hostname;
  const isAddress = isIP(host.replace(/^\[|\]$/g, '')) !== 0;
  if (value === '') return isAddress || host === '' ? undefined : host;
  if (value !== host && !/^(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/.test(value)) {
    throw new Error('must be a domain in lower case, such as: example.com');
  }
  if (isAddress)
    throw new Error('needs an ISSUER with a name: browsers make no passkeys for addresses');
  return value;
}

/** Other origins at which passkeys of our domain may be used (WebAuthn §5.11). */
export function parseOrigins(list: string): readonly string[] {
  const origins = list.split(/[\s,]+/).filter((item) => item !== '');
  const isOrigin = (value: string) =>
    value.startsWith('https://') && URL.parse(value)?.origin === value;
  if (!origins.every(isOrigin)) {
    throw new Error('must be a list of origins such as: https://login.example.com');
  }
  return origins;
}

/** Domains of e-mail addresses, as they stand behind the @. */
export function parseDomains(list: string): ReadonlySet<string> {
  const domains = list.split(/[\s,]+/).filter((item) => item !== '');
  if (!domains.every((domain) => /^(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}$/i.test(domain))) {
    throw new Error('must be a list of domains such as: example.com');
  }
  return new Set(domains.map((domain) => domain.toLowerCase()));
}
