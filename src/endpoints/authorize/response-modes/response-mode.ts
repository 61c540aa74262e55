import type { Browser } from '#platform/http';

export type ResponseModeName = 'query' | 'fragment' | 'form_post';

/** How the answer travels to the client (Multiple Response Types §2.1). */
export interface ResponseMode {
  readonly name: ResponseModeName;
  /** Sends `parameters` to `redirectUri` through the browser. */
  write(browser: Browser, redirectUri: string, parameters: URLSearchParams): void;
  /** The same as an address that can be followed; undefined where it has to be posted. */
  link(redirectUri: string, parameters: URLSearchParams): string | undefined;
}
