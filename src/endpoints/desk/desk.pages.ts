import { definePage, definePart } from '#platform/http';

/** What stands on each page of the desk. */
export interface DeskFrame {
  /** Whether the person may read the journal. */
  seesEvents: boolean;
  /** What was just done. */
  notice?: string | undefined;
}

export interface FoundPerson {
  sub: string;
  name: string;
  /** By what they are told apart: address or username. */
  login: string;
  disabled: boolean;
}

export interface FoundClient {
  id: string;
  name: string;
  disabled: boolean;
}

/** A request that was refused. */
export interface FoundRefusal {
  reference: string;
  at: number;
  endpoint: string;
  error: string;
  check?: string | undefined;
  expected?: string | undefined;
  got?: string | undefined;
  fix?: string | undefined;
  spec?: string | undefined;
  client?:
    { id: string; name: string; changedAt: number; changedBy?: string | undefined } | undefined;
}

export interface FindPage extends DeskFrame {
  /** What was looked for; empty at first. */
  query: string;
  /** What this person may look for. */
  seeks: { people: boolean; clients: boolean; references: boolean };
  /** Whether what was typed is too short. */
  tooShort: boolean;
  people: readonly FoundPerson[];
  clients: readonly FoundClient[];
  refusals: readonly FoundRefusal[];
  /** Whether there are more than are shown. */
  more: boolean;
}

export interface PersonPage extends DeskFrame {
  person: {
    sub: string;
    name: string;
    username: string;
    email?: string | undefined;
    emailVerified: boolean;
    disabled: boolean;
    locked?: string | undefined;
    newPassword: boolean;
    groups: readonly string[];
    roles: readonly string[];
    createdAt: number;
  };
  sessions: readonly {
    startedAt: number;
    lastSeenAt: number;
    userAgent?: string | undefined;
    ip?: string | undefined;
    proofs: string;
  }[];
  moreSessions: boolean;
  factors: readonly {
    name: string;
    title: string;
    createdAt: number;
    lastUsedAt?: number | undefined;
  }[];
  activity: readonly {
    at: number;
    what: string;
    by?: string | undefined;
    clientName?: string | undefined;
  }[];
  /** What can be done for them from here. */
  actions: readonly { name: string; title: string; danger: boolean }[];
  /** Whether nothing can be, since they have more power than whoever looks. */
  beyond: boolean;
}

export interface PersonActionPage {
  csrf: string;
  person: { name: string; login: string };
  title: string;
  lead: string;
  /** What would come of it, each a sentence. */
  effects: readonly string[];
  /** Why it cannot be. */
  obstacle?: string | undefined;
  action: string;
  cancelUrl: string;
  danger: boolean;
}

export interface DeskFinding {
  rule: string;
  severity: string;
  detail: string;
  pointer: string;
  spec?: string | undefined;
}

export interface DeskClientPage extends DeskFrame {
  client: {
    id: string;
    name: string;
    disabled: boolean;
    unverified: boolean;
    method: string;
    createdAt: number;
    updatedAt: number;
    lastUsedAt?: number | undefined;
  };
  /** By name as far as it is known; people have a card of their own. */
  owners: readonly { name: string; sub?: string | undefined }[];
  contacts: readonly string[];
  secrets: readonly {
    label?: string | undefined;
    /** Its last characters. */
    hint?: string | undefined;
    createdAt: number;
    expiresAt?: number | undefined;
    lastUsedAt?: number | undefined;
    expired: boolean;
  }[];
  findings: readonly DeskFinding[];
}

export interface DeskEventsPage extends DeskFrame {
  types: readonly string[];
  /** As they were filled in. */
  filters: Readonly<Record<string, string>>;
  /** Which of them will not do. */
  wrong: Readonly<Record<string, boolean>>;
  events: readonly {
    at: number;
    type: string;
    failed: boolean;
    seq: number;
    actor?: string | undefined;
    actorKind: string;
    user?: string | undefined;
    client?: string | undefined;
    ip?: string | undefined;
    requestId?: string | undefined;
  }[];
  nextUrl?: string | undefined;
  exportUrl: string;
}

export interface AttentionPage extends DeskFrame {
  /** Each absent where this person may not see it. */
  locked?: readonly FoundPerson[] | undefined;
  mails?:
    | readonly { to: string; at: number; givenUp: boolean; reason?: string | undefined }[]
    | undefined;
  clients?: readonly { id: string; name: string; findings: readonly DeskFinding[] }[] | undefined;
  /** Further clients that were not looked at yet. */
  nextUrl?: string | undefined;
}

const head = definePart(import.meta.url, '_desk-head');
const people = definePart(import.meta.url, '_desk-people');
const findings = definePart(import.meta.url, '_desk-findings');

export const findPage = definePage<FindPage>(import.meta.url, 'desk', [head, people]);
export const personPage = definePage<PersonPage>(import.meta.url, 'desk-person', [head]);
export const personActionPage = definePage<PersonActionPage>(import.meta.url, 'desk-action');
export const deskClientPage = definePage<DeskClientPage>(import.meta.url, 'desk-client', [
  head,
  findings,
]);
export const deskEventsPage = definePage<DeskEventsPage>(import.meta.url, 'desk-events', [head]);
export const attentionPage = definePage<AttentionPage>(import.meta.url, 'desk-attention', [
  head,
  people,
  findings,
]);
