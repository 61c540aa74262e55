import type { ChildProcess } from 'node:child_process';

/** A process of ours under measurement, pinned to the measured processor. */
export interface Server {
  readonly name: string;
  readonly origin: string;
  readonly child: ChildProcess;
  /** Another node on the same database, on the other processor; not measured. */
  readonly other?: Server;
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Person {
  readonly username: string;
  readonly password: string;
}

/** Where a system answers and as whom: the same shape for every system, so a row is written once. */
export interface Target {
  readonly system: string;
  /** What a browser takes it for, where that is not where it answers. */
  readonly issuer?: string;
  readonly discovery: string;
  readonly endpoints: {
    readonly authorization: string;
    readonly token: string;
    readonly introspection: string;
    readonly userinfo: string;
  };
  /** Client credentials; may ask for tokens at both resources. */
  readonly service: Credentials;
  /** Authorization code with refresh tokens. */
  readonly application: Credentials & { readonly redirectUri: string };
  /** May introspect tokens of either resource. */
  readonly jwtInspector: Credentials;
  readonly opaqueInspector: Credentials;
  readonly jwtResource: Resource;
  readonly opaqueResource: Resource;
  /** One per connection that signs in. */
  readonly users: readonly Person[];
  /** False where introspecting a JWT is refused, so that an opaque token has to stand in. */
  readonly introspectsJwt: boolean;
  /** Another node of the same system, that gets the same load at the same time. */
  readonly other?: Target;
  /** A bearer-guarded resource of the system's own, with a fresh token for it. */
  readonly guarded?: () => Promise<{ url: string; token: string }>;
}

export interface Resource {
  readonly identifier: string;
  readonly scope: string;
}

export interface System {
  readonly name: string;
  /** Which place it takes in the ratios. */
  readonly role: 'subject' | 'peer' | 'ceiling';
  /** Why it cannot run here, or undefined when it can. */
  unavailable(): Promise<string | undefined>;
  /** Starts the process; `ready` waits until it answers. */
  start(folder: string): Promise<Server>;
  /** Changes the data in `folder` of a server that was started once, and stopped. */
  age?(folder: string): void;
  ready(server: Server): Promise<void>;
  prepare(server: Server): Promise<Target>;
  /** Removes what the system left outside its folder. */
  cleanUp(): Promise<void>;
}

export interface Options {
  readonly rows: readonly string[];
  readonly systems: readonly string[];
  readonly rounds: number;
  /** Length of one measured window. */
  readonly seconds: number;
  readonly idTokenAlgorithm: 'RS256' | 'ES256';
  readonly json: boolean;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: import('node:http').IncomingHttpHeaders;
  readonly body: string;
}

/** One request repeated, or one function per connection that runs a flow once. */
export type Load =
  | { readonly kind: 'request'; readonly request: HttpRequest; readonly status: number }
  | { readonly kind: 'flow'; readonly steps: readonly (() => Promise<void>)[] };

export interface Row {
  readonly name: string;
  readonly title: string;
  /** How many requests of one unit reach the server. */
  readonly requests: number;
  readonly connections: number;
  /** Checks one real answer, then tells how to repeat it; undefined where the system has no such thing. */
  prepare(target: Target, connections: number): Promise<Load | undefined>;
  /** What runs beside it, unmeasured, on connections of its own. */
  beside?(target: Target): Promise<Load>;
  note?(target: Target): string | undefined;
}

export interface Sample {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the server's processor time for each unit. */
  readonly processor: number;
  /** Share of the load generator's processor that was busy, 0 to 1. */
  readonly generator: number;
  /** Bytes resident after the window. */
  readonly resident: number;
}

export interface Cell {
  readonly row: string;
  readonly system: string;
  readonly role: System['role'];
  readonly samples: readonly Sample[];
  readonly failure?: string;
}

export interface StartUp {
  readonly system: string;
  readonly seconds: readonly number[];
  /** Bytes resident after five idle seconds, before the first request of a client. */
  readonly idle: number;
}
