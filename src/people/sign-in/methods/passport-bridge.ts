import type { IncomingHttpHeaders } from 'node:http';
import type { Parameters } from '#protocol';
import type { Attempt, Strategy } from './sign-in-method.js';

/** What a passport strategy decided. */
export type StrategyOutcome =
  | { readonly kind: 'success'; readonly user: unknown; readonly info: unknown }
  | { readonly kind: 'fail'; readonly challenge: unknown; readonly status: number | undefined }
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'pass' }
  | { readonly kind: 'error'; readonly error: unknown };

/** As much of a request as strategies read. */
export interface StrategyRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: ReturnType<Parameters['toJSON']>;
  readonly body: ReturnType<Parameters['toJSON']>;
  /** What a strategy keeps while the person is elsewhere: it belongs to this interaction and browser. */
  readonly session: Record<string, unknown>;
  readonly attempt: Attempt;
}

/** Runs any passport strategy and takes its decision as a value. It throws nothing. */
export function runStrategy(
  strategy: Strategy,
  request: StrategyRequest,
  options: Readonly<Record<string, unknown>> = {},
): Promise<StrategyOutcome> {
  return new Promise((resolve) => {
    // Strategies call these on themselves; one instance may be running several times. Object.create has no
    // type of its own.
    const running = Object.assign(Object.create(strategy) as Strategy, {
      success: (user: unknown, info?: unknown) => resolve({ kind: 'success', user, info }),
      fail(challenge?: unknown, status?: number) {
        const [words, code] = typeof challenge === 'number' ? [undefined, challenge] : [challenge];
        resolve({ kind: 'fail', challenge: words, status: code ?? status });
      },
      redirect: (url: string) => resolve({ kind: 'redirect', url }),
      pass: () => resolve({ kind: 'pass' }),
      error: (error: unknown) => resolve({ kind: 'error', error }),
    });
    try {
      // Passport's types ask for a request of Express; strategies read no more than is here.
      const begun: unknown = running.authenticate(request as never, options as never);
      if (begun instanceof Promise) {
        begun.catch((error: unknown) => {
          resolve({ kind: 'error', error });
        });
      }
    } catch (error) {
      resolve({ kind: 'error', error });
    }
  });
}
