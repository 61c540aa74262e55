import type { FastifyInstance } from 'fastify';
import { type EndpointTraits, PROTOCOL_ENDPOINT } from './endpoint.decorator.js';
import { pathOf } from './path.js';
import type { HttpRequest } from './request.js';

export interface Route {
  readonly method: string;
  readonly url: string;
  readonly pattern: RegExp;
  readonly segments: readonly string[];
  readonly traits: EndpointTraits;
}

declare module 'fastify' {
  interface FastifyInstance {
    routeTable: RouteTable;
  }
}

/** Every route and what it declares, for requests that have none and for errors. */
export class RouteTable {
  private readonly routes: Route[] = [];

  /** Puts the table of an instance's routes into that instance. */
  static install(instance: FastifyInstance): void {
    const table = new RouteTable();
    instance.decorate('routeTable', table);
    instance.addHook('onRoute', (route) => {
      const traits = route.config?.traits ?? PROTOCOL_ENDPOINT;
      route.config = { ...route.config, traits };
      route.bodyLimit = traits.bodyLimit;
      for (const method of [route.method].flat()) table.add(method, route.url, traits);
    });
  }

  private add(method: string, url: string, traits: EndpointTraits): void {
    const pattern = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
    this.routes.push({
      ...{ method, url, traits },
      pattern: new RegExp(`^${pattern}$`),
      segments: segmentsOf(url),
    });
  }

  /** Where the kinds of problems are explained. */
  get explanation(): string {
    const found = this.routes.find(({ traits }) => traits.explainsProblems);
    if (found === undefined) throw new Error('no route explains problems');
    return found.url;
  }

  /** The routes of a path, of whatever method: that tells 405 from 404 (attacks B19, L24). */
  at(path: string): Route[] {
    return this.routes.filter(({ pattern }) => pattern.test(path));
  }

  /** What the route of a request declares; where it has none, what its nearest neighbour does. */
  traitsOf(request: HttpRequest): EndpointTraits {
    const declared = request.is404 ? undefined : request.routeOptions.config.traits;
    return declared ?? this.nearest(pathOf(request));
  }

  /** Of the routes that share most of the path with it, at least its first segment, the shortest. */
  private nearest(path: string): EndpointTraits {
    const wanted = segmentsOf(path);
    let traits = PROTOCOL_ENDPOINT;
    let [most, fewest] = [0, 0];
    for (const route of this.routes) {
      const shared = sharedSegments(route.segments, wanted);
      const { length } = route.segments;
      if (shared === 0 || shared < most || (shared === most && length >= fewest)) continue;
      [traits, most, fewest] = [route.traits, shared, length];
    }
    return traits;
  }
}

/** Of `/` a segment that no other path has. */
function segmentsOf(path: string): string[] {
  return path === '/' ? [path] : path.slice(1).split('/');
}

function sharedSegments(pattern: readonly string[], path: readonly string[]): number {
  const differs = pattern.findIndex(
    (segment, index) => segment !== path[index] && !segment.startsWith(':'),
  );
  return differs < 0 ? pattern.length : differs;
}
