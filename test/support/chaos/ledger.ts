import type { Answer } from '../answer.js';
import type { IssuedCode } from '../authorization.js';
import type { RegisteredClient } from '../registered-client.js';
import type { AcknowledgedChange } from './journal.js';

/** What fetch says when there is no connection any more, before and within an answer. */
const BROKEN_CONNECTION = /^(fetch failed|terminated)$/;

/** How often each kind of work is done at least. */
export const OF_EACH_KIND = 6;

/** Changes of which there has to be one each. */
const CHANGES = [
  'client.created',
  'user.created',
  'user.changed',
  'consent.granted',
  'consent.revoked',
  'token.revoked',
  'logout',
];

/** A code of which no redemption got through yet, or one. */
export interface TrackedCode {
  readonly issued: IssuedCode;
  /** How many requests were answered with tokens for it. */
  redeemed: number;
}

/** Refresh tokens that follow one another from one code. */
export interface TrackedFamily {
  /** Every refresh token that was acknowledged, oldest first; the last is the one to use. */
  readonly tokens: string[];
  accessToken: string;
  /** Since when (milliseconds) an answer to the last of them is missing. */
  inDoubtSince: number | undefined;
}

/**
 * What clients of the server know for certain, because it told them so, and what of it turned out
 * to be untrue.
 */
export class Ledger {
  readonly registered: RegisteredClient[] = [];
  readonly codes: TrackedCode[] = [];
  readonly families = new Set<TrackedFamily>();
  /** Access tokens of the service. */
  readonly issued: string[] = [];
  /** Tokens of which the server said that they are revoked. */
  readonly revoked: { readonly refreshToken?: string; readonly accessToken: string }[] = [];
  /** Changes of which the journal has to tell. */
  readonly changes: AcknowledgedChange[] = [];
  /** Requests whose answer never came. */
  lost = 0;
  answered = 0;
  /** Requests that were refused because of an outage. What they did is as unknown as of lost ones. */
  unavailable = 0;
  /** How long the slowest answer took, milliseconds. */
  slowest = 0;
  /** Codes that were presented once more after a crash. */
  replayed = 0;
  /** Refresh tokens that were exchanged for their successors. */
  rotations = 0;
  private readonly found: string[] = [];

  /** @param outages whether the server may say that it cannot serve now */
  constructor(private readonly outages = false) {}

  /** Everything that cannot be so. */
  get contradictions(): readonly string[] {
    return this.found;
  }

  /** Whether there was work of each kind: what a test is to break has to exist. */
  get worked(): boolean {
    const { registered, issued, revoked, codes, replayed, rotations } = this;
    const often = [registered.length, issued.length, revoked.length, codes.length + replayed];
    return (
      [...often, rotations].every((count) => count >= OF_EACH_KIND) &&
      CHANGES.every((type) => this.changes.some((change) => change.type === type))
    );
  }

  contradict(kind: string, answer?: Answer): void {
    this.found.push(answer === undefined ? kind : `${kind}: ${answer.summary()}`);
  }

  /** Takes down the answer to one redemption of a code. */
  countRedemption(code: TrackedCode, answer: Answer | undefined): void {
    if (answer === undefined) return;
    if (answer.status === 200) code.redeemed++;
    else if (answer.status !== 400 || answer.json.error !== 'invalid_grant') {
      this.contradict('a used code was not answered with invalid_grant', answer);
    }
    if (code.redeemed > 1) this.contradict('a code was redeemed twice');
  }

  /** Sends a request; undefined when its answer was lost, so that nobody knows what it did. */
  async send(request: () => Promise<Answer>): Promise<Answer | undefined> {
    let answer: Answer;
    const sentAt = performance.now();
    try {
      answer = await request();
    } catch (error) {
      // No instanceof: fetch throws errors of another realm than that of the tests.
      if (!BROKEN_CONNECTION.test((error as Error).message)) throw error;
      this.lost++;
      return undefined;
    }
    this.slowest = Math.max(this.slowest, performance.now() - sentAt);
    if (this.outages && isUnavailable(answer)) {
      this.unavailable++;
      return undefined;
    }
    this.answered++;
    if (answer.status >= 500) this.contradict('server error', answer);
    return answer;
  }
}

/** Whether it says, as JSON or as a page, to come again, and when. */
export function isUnavailable(answer: Answer): boolean {
  return (
    answer.status === 503 &&
    /^\d+$/.test(answer.headers.get('retry-after') ?? '') &&
    answer.text.includes('temporarily_unavailable')
  );
}
