// What the benchmark uses of two packages that ship no types.
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Options {
    url: string;
    method: 'GET' | 'POST';
    headers: Record<string, string>;
    body?: string;
    connections: number;
    /** Seconds. */
    duration: number;
    /** Milliseconds. */
    sampleInt: number;
    /** Seconds. */
    timeout: number;
  }
  interface Instance extends EventEmitter, Promise<unknown> {
    stop(): void;
  }
  export default function autocannon(options: Options): Instance;
}

declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Grant {
    addOIDCScope(scope: string): void;
    addResourceScope(resource: string, scope: string): void;
    save(): Promise<string>;
  }
  export interface KoaContext {
    oidc: {
      client: { clientId: string };
      session: { accountId: string; grantIdFor(clientId: string): string | undefined };
      provider: Provider;
    };
  }
  export interface Provider {
    proxy: boolean;
    Grant: {
      new (properties: { accountId: string; clientId: string }): Grant;
      find(id: string): Promise<Grant | undefined>;
    };
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { login: { accountId: string } },
      options: { mergeWithLastSubmission: boolean },
    ): Promise<void>;
  }
  const ProviderClass: new (issuer: string, configuration: object) => Provider;
  export default ProviderClass;
}

declare module 'better-sqlite3' {
  export default class Database {
    constructor(path: string);
    pragma(source: string): unknown;
    exec(sql: string): this;
    close(): void;
  }
}
