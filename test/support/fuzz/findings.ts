import type { FuzzRequest } from './request.js';

export interface FuzzAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly milliseconds: number;
}

/** What an answer must never hold: stacks, statements, drivers' words (attack M06). */
const LEAK =
  /\bat .+\.[jt]s:\d+|QueryFailedError|SQLITE_|ER_[A-Z]{3,}|\bSELECT .+ FROM\b|node_modules/;

/** Answers gone wrong, and for the curious how many there were of each kind. */
export class Findings {
  readonly problems: string[] = [];
  readonly statuses = new Map<number, number>();
  slowest: { milliseconds: number; request: string } = { milliseconds: 0, request: '' };
  requests = 0;

  note(request: FuzzRequest, answer: FuzzAnswer): void {
    const { status, body, milliseconds } = answer;
    this.requests += 1;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (milliseconds > this.slowest.milliseconds) {
      this.slowest = { milliseconds, request: inWords(request) };
    }
    if (status >= 500) this.report(request, `answered ${String(status)}: ${body.slice(0, 200)}`);
    if (LEAK.test(body)) this.report(request, `shows what is inside: ${body.slice(0, 300)}`);
    if (answer.headers['x-injected'] !== undefined) this.report(request, 'let a header in');
  }

  /** No answer at all: the connection ended, or nothing came. */
  lost(request: FuzzRequest, reason: string): void {
    this.requests += 1;
    this.report(request, reason);
  }

  private report(request: FuzzRequest, problem: string): void {
    if (this.problems.length < 50) this.problems.push(`${inWords(request)} ${problem}`);
  }
}

/** So that it can be sent again by hand. */
function inWords({ method, path, headers, body }: FuzzRequest): string {
  const sent = { ...headers, authorization: headers['authorization']?.slice(0, 12) };
  return `${method} ${path.slice(0, 400)} ${JSON.stringify(sent)} ${JSON.stringify(body.slice(0, 600))}`;
}
