import type { JSONWebKeySet } from 'jose';

/** What the `sub` of an assertion names one of our users by. */
export const SUBJECT_MAPPINGS = ['sub', 'username', 'email'] as const;
export type SubjectMapping = (typeof SUBJECT_MAPPINGS)[number];

/** Somebody whose assertions about users are believed (RFC 7523 §3). Immutable. */
export interface AssertionIssuer {
  readonly id: string;
  /** The `iss` of its assertions, compared character by character. It never changes. */
  readonly issuer: string;
  readonly name: string;
  /** Its public keys; exactly one of the two is there. */
  readonly jwks?: JSONWebKeySet | undefined;
  readonly jwks_uri?: string | undefined;
  readonly subjectMapping: SubjectMapping;
  /** The clients that may present its assertions. */
  readonly clientIds: readonly string[];
  /** What tokens may come of them. */
  readonly scopes: readonly string[];
  readonly enabled: boolean;
  /** Counts how often it was disabled; what was given on its word before has ended. */
  readonly endedVersion: number;
  /** What files and programs of others call it. */
  readonly externalId: string | null;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What an admin decides about one. */
export type AssertionIssuerValue = Omit<
  AssertionIssuer,
  'id' | 'endedVersion' | 'version' | 'createdAt' | 'updatedAt'
>;
