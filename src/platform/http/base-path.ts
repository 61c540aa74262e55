import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Config } from '#platform/config';
import { OAuthError } from '#protocol';

declare module 'fastify' {
  interface FastifyInstance {
    basePath: BasePath;
  }
}

/**
 * The path of the issuer (RFC 8414 §2), below which everything of ours lies. Inside, every path begins at
 * `/`: this alone takes the issuer's from what comes in and puts it before what goes out.
 */
export class BasePath {
  private readonly path: string;
  private readonly below: RegExp;
  private readonly wellKnown: RegExp;

  constructor({ basePath }: Pick<Config, 'basePath'>) {
    this.path = basePath;
    const literal = basePath.replaceAll('.', '\\.');
    this.below = new RegExp(`^(?:[a-z][a-z0-9+.-]*://[^/?]*)?${literal}(?=[/?]|$)`, 'i');
    // RFC 8414 §3.1, RFC 9728 §3.1: "inserting a well-known URI string [...] between the host component and
    // the path component".
    this.wellKnown = new RegExp(`^(/\\.well-known/[^/?]+)${literal}(?=[/?]|$)`);
  }

  /** The target of a request as routes know it; undefined for one that is not below the path. */
  inside(target: string): string | undefined {
    if (this.path === '') return target;
    if (this.wellKnown.test(target)) return target.replace(this.wellKnown, '$1');
    if (!this.below.test(target)) return undefined;
    const rest = target.replace(this.below, '');
    return rest.startsWith('/') ? rest : `/${rest}`;
  }

  /** A link as browsers need it: a path of ours below the issuer's; any other URL as it is. */
  outside(uri: string): string {
    return /^\/(?!\/)/.test(uri) ? this.path + uri : uri;
  }

  /** A page whose links and forms are as browsers need them. Templates escape quotes in what others wrote. */
  inHtml(html: string): string {
    return this.path === '' ? html : html.replace(LINKS, `$1${this.path}/`);
  }
}

const LINKS = /(\s(?:href|src|action|formaction|data-call)=")\/(?!\/)/g;

/** Requests that did not come below the issuer's path. */
const astray = new WeakSet<IncomingMessage>();

/** Takes the path of the issuer from a request before it is routed. */
export function rewriteUrl(basePath: BasePath): (request: IncomingMessage) => string {
  return (request) => {
    const target = request.url ?? '/';
    const inside = basePath.inside(target);
    if (inside === undefined) astray.add(request);
    return inside ?? target;
  };
}

/**
 * Refuses what is not below the path of the issuer, except where probes go around proxies, and puts that path
 * before the redirects to our own pages.
 */
export function registerBasePath(instance: FastifyInstance, config: Config): void {
  const basePath = new BasePath(config);
  instance.decorate('basePath', basePath);
  if (config.basePath === '') return;
  instance.addHook('onRequest', (request, _reply, done) => {
    const isAstray = astray.has(request.raw);
    if (!isAstray || request.server.routeTable.traitsOf(request).aroundProxies) {
      done();
      return;
    }
    const description = `Gatehouse is at ${config.basePath} here (ISSUER), and a proxy in front has to pass that path on.`;
    done(OAuthError.invalidRequest(description, 404));
  });
  instance.addHook('onSend', (_request, reply, payload, done) => {
    const location = reply.getHeader('location');
    if (typeof location === 'string') void reply.header('location', basePath.outside(location));
    done(null, payload);
  });
}
