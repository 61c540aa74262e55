import type { Event } from '#platform/events';

/** Something to be said about one member of a request. */
export interface Remark {
  /** Where it stands (RFC 6901), such as `/redirect_uris/1`; empty for the request as a whole. */
  readonly pointer: string;
  /** A sentence. */
  readonly detail: string;
}

/** Why a change cannot be made. */
export interface MemberProblem extends Remark {
  /** Absent: what was sent is wrong. `forbidden`: not by this caller. `conflict`: not as things are. */
  readonly kind?: 'forbidden' | 'conflict';
  /** A code that programs can switch on, where it is not that of the kind (RFC 7591 §3.2.2). */
  readonly error?: string;
  /** For the log only. */
  readonly reason?: string | undefined;
}

/** What a change does besides storing the new value. */
export type Effect =
  | 'sessions_end'
  | 'power_ends'
  | 'tokens_end'
  | 'secret_made'
  | 'secrets_deleted'
  | 'previous_secrets_expire';

/** An event as the plan knows it; who asked, and from where, is the same for all of them. */
export type PlannedEvent = Omit<Event, 'actor' | 'onBehalfOf' | 'origin'>;

/**
 * What a request makes of what is stored. Made without asking anybody, so that it can be made again when
 * somebody else was first, and called in a test.
 */
export interface Plan<Value> {
  /** What is to be stored. */
  readonly value: Value;
  /** All of them: whoever sent the request corrects it once. */
  readonly problems: readonly MemberProblem[];
  readonly warnings: readonly Remark[];
  readonly effects: readonly Effect[];
  /** None: nothing would change, and nothing is written. */
  readonly events: readonly PlannedEvent[];
}

/** A problem of the member that `pointer` names, unless there is nothing wrong with it. */
export function problem(
  pointer: string,
  detail: string | undefined,
  more: Omit<MemberProblem, 'pointer' | 'detail'> = {},
): MemberProblem[] {
  return detail === undefined ? [] : [{ pointer, detail, ...more }];
}

/** The problems of a list, each with the place of its item. */
export function problemsOf(
  pointer: string,
  items: readonly string[],
  rule: (item: string) => string | undefined,
): MemberProblem[] {
  return items.flatMap((item, index) => problem(`${pointer}/${String(index)}`, rule(item)));
}
