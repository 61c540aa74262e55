import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { Texts } from '#platform/texts';
import { LookGuard } from './views/look.guard.js';
import { OnceInterceptor } from './management/once.interceptor.js';

const KILOBYTE = 1024;

/**
 * The limit of a request's header, and so of an authorization request by GET. One by POST may be no
 * larger, because strangers can send both and each is stored until its person comes (attack A35).
 */
export const HEADER_LIMIT = 16 * KILOBYTE;

/** How the routes of a controller answer and what they take. */
export interface EndpointTraits {
  /**
   * In which form they tell errors: the JSON of RFC 6749 §5.2, problem details (RFC 9457) for programs
   * that manage, or a page for people.
   */
  readonly errors: 'oauth' | 'problem' | 'page';
  /** What an error page is called. */
  readonly errorTitle: keyof Texts['error'];
  /** The sites whose scripts may read the answers; `clients`: those of registered clients. */
  readonly scriptsOf: 'nobody' | 'clients' | 'everybody';
  /** Whether clients open its pages in windows of which they keep hold: people sign in in popups. */
  readonly popups: boolean;
  /** Whether the kinds of problems are explained here (RFC 9457 §3.1.1). */
  readonly explainsProblems: boolean;
  /** Whether it answers those who go around the proxies in front, and so around their TLS. */
  readonly aroundProxies: boolean;
  /** The largest body, in bytes (attack L08). */
  readonly bodyLimit: number;
  /** Whether its body may come as lines, see {@link LinesBody}. */
  readonly takesLines: boolean;
  /** Whether an answer may take as long as it likes, while it is read on. */
  readonly answersLong: boolean;
}

export const PROTOCOL_ENDPOINT: EndpointTraits = {
  errors: 'oauth',
  errorTitle: 'other',
  scriptsOf: 'nobody',
  popups: false,
  explainsProblems: false,
  aroundProxies: false,
  bodyLimit: 64 * KILOBYTE,
  takesLines: false,
  answersLong: false,
};

declare module 'fastify' {
  interface FastifyContextConfig {
    traits?: EndpointTraits;
  }
}

/** Says in what the routes of a controller differ from a protocol endpoint that no script calls. */
export function Endpoint(traits: Partial<EndpointTraits>): ClassDecorator {
  return (controller) => {
    const prototype = controller.prototype as object;
    if (traits.errors === 'page') UseGuards(LookGuard)(controller);
    const declare = RouteConfig({ traits: { ...PROTOCOL_ENDPOINT, ...traits } });
    const members = Object.entries(Object.getOwnPropertyDescriptors(prototype));
    for (const [name, member] of members) {
      if (typeof member.value === 'function' && name !== 'constructor') {
        declare(prototype, name, member);
      }
    }
  };
}

/** People see errors as a page. */
export const PageEndpoint = (
  errorTitle: EndpointTraits['errorTitle'] = 'other',
  traits: Partial<EndpointTraits> = {},
) => Endpoint({ errors: 'page', errorTitle, ...traits });

/** Programs of admins send documents, which may be larger than the requests of a protocol. */
export const ManagementEndpoint = (traits: Partial<EndpointTraits> = {}) =>
  applyDecorators(
    Endpoint({ errors: 'problem', bodyLimit: 256 * KILOBYTE, ...traits }),
    UseInterceptors(OnceInterceptor),
  );
