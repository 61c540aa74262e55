import { applyDecorators, Injectable, SetMetadata } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import type { EntityManager } from 'typeorm';
import type { Browser } from '#platform/http';
import type { Text } from '#platform/texts';
import type { Parameters } from '#protocol';
import type { UpstreamSignIn } from '#people/sessions';
import type { User } from '#people/users';
import type { Interaction, KeptUpstream } from '../interaction.js';

/** As passport has them: ours, and those of others as they are. */
export interface Strategy {
  authenticate(...args: never[]): unknown;
}

/** What a method declares about itself (RFC 8176, NIST SP 800-63B). */
export interface SignInMethodOptions {
  /** Its name in paths and events: lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly kind: 'knows' | 'has' | 'is' | 'channel' | 'federated';
  /** What a proof by it is called in `amr`. */
  readonly amr: readonly [string, ...string[]];
  /** Whether it says by itself who somebody is; otherwise it only counts beside one that does. */
  readonly primary: boolean;
  readonly phishingResistant: boolean;
}

/** Who is asked, for what. */
export interface MethodContext {
  readonly interaction: Interaction;
  readonly browser: Browser;
  /** Who is known to be here; undefined before a primary proof. */
  readonly person: User | undefined;
}

/** What a method shows on a page: a template, what it needs, and a script for this page alone. */
export interface MethodPart {
  /** The template, by `definePart`. It gets `method`: `model`, `action`, `callAction`, `csrf`, `error`. */
  readonly part: { readonly name: string };
  readonly model?: Readonly<Record<string, unknown>>;
  /** By `defineScript`. */
  readonly script?: { readonly path: string };
  /** What its button says; "Sign in" or "Continue" otherwise. */
  readonly submit?: Text;
  /** The id of its button; that of the method with `-submit` otherwise. */
  readonly submitId?: string;
  /** Instead of the one: several, of which each sends what it stands for. */
  readonly buttons?: readonly MethodButton[];
}

/** One of several buttons of a form; the first is pressed by Enter. */
export interface MethodButton {
  readonly id: string;
  readonly name?: string;
  readonly value?: string;
  readonly text: Text;
}

/** What was proven, where it differs from what the method declares. */
export class ProofDetails {
  constructor(
    readonly amr: readonly [string, ...string[]],
    /** When it was, in seconds since the epoch. */
    readonly at: number,
    /** The sign-in elsewhere that it rests on. */
    readonly upstream: UpstreamSignIn,
  ) {}
}

/** An account elsewhere would be this person's, who has to prove once that they are. */
export class LinkToProve {
  constructor(
    readonly userId: string,
    readonly upstream: KeptUpstream,
  ) {}
}

/** Somebody says who they are, and proves it here. */
export class IdentifierKnown {
  constructor(readonly identifier: string) {}
}

/** What a form was sent for, as a passport strategy finds it at `request.attempt`. */
export interface Attempt extends MethodContext {
  readonly form: Parameters;
}

/** Why a proof was not accepted. */
export interface Refusal {
  /** What the page says; undefined: the method's own words for a wrong proof. */
  readonly text?: Text;
  /** 400 unless it is too many tries (429), or another server that fails (502). */
  readonly status?: 400 | 429 | 502;
  /** For the journal: it is not shown. */
  readonly reason?: string;
}

/** A device or a secret with which a person can sign in. */
export interface Authenticator {
  readonly id: string;
  readonly name: Text;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

/** An authenticator that is confirmed and not stored yet. */
export interface NewAuthenticator {
  readonly id: string;
  /**
   * Stores it, in the transaction that tells the journal of it.
   * @returns false when the same form came before
   */
  store(manager: EntityManager): Promise<boolean>;
}

/** How somebody gets an authenticator: a form that shows something, and is sent to confirm it. */
export interface Enrolment {
  /**
   * @param typed the form that was refused, if there was one
   * @returns the page's part, with what `confirm` needs in it
   */
  begin(person: User, browser: Browser, typed?: Parameters): Promise<MethodPart>;
  /** Checks what was sent; it stores nothing. @returns how it is wrong, or what is to be stored */
  confirm(person: User, form: Parameters, browser: Browser): Promise<Refusal | NewAuthenticator>;
}

/**
 * A person's authenticators of one method. Every call is about one person and no other; with a manager it is
 * part of that transaction.
 */
export interface Authenticators {
  list(userId: string, manager?: EntityManager): Promise<readonly Authenticator[]>;
  /** Absent where they have no names. @returns false when the person has no such authenticator */
  rename?(userId: string, id: string, name: string, manager: EntityManager): Promise<boolean>;
  /** @returns false when the person has no such authenticator */
  delete(userId: string, id: string, manager: EntityManager): Promise<boolean>;
  /** Deletes all. */
  reset(userId: string, manager: EntityManager): Promise<void>;
  /** Something for the page that lists them, with what its script tells whoever keeps them for the person. */
  signals?(person: User): Promise<MethodPart>;
}

/** An endpoint of a method at `POST /interaction/{uid}/{method}/{call}`: JSON in, JSON out. */
export type MethodCall = (body: unknown, context: MethodContext) => Promise<object>;

/**
 * A way to sign in. What it has of the optional members is found and used; nothing else names it.
 *
 * `strategy` is a passport strategy: `success(user, { amr })` with a {@link User}, and what was proven if that is
 * not always what the method declares; `fail(refusal)` with a {@link Refusal}, `redirect(url)` to another server, which sends the person back to
 * `/interaction/callback/{name}`.
 */
export interface SignInMethod {
  readonly strategy: Strategy;
  /** Whether it can work in this installation; where it cannot, it does not exist. Absent: it can. */
  readonly available?: boolean;
  /** The last part of the path that its form is sent to; its name unless it says otherwise. */
  readonly path?: string;
  /**
   * Whether it is offered.
   * @param person whose authenticators count; undefined: whether anybody could use it
   */
  offers(person: User | undefined): boolean | Promise<boolean>;
  page(context: MethodContext, typed?: Parameters): MethodPart | Promise<MethodPart>;
  /** What the page says of a wrong proof. */
  readonly wrong: Text;
  /** That it tells the journal itself of proofs, right and wrong. */
  readonly recordsItself?: true;
  readonly calls?: Readonly<Record<string, MethodCall>>;
  readonly enrolment?: Enrolment;
  readonly authenticators?: Authenticators;
  /**
   * That it stands in for others that are lost: it is set up after the first of them and is none by itself.
   * Whoever uses it sets up another before they are signed in.
   */
  readonly recovers?: true;
  /** What the account page and the admin API call its authenticators. */
  readonly title?: Text;
}

/** Whether it can stand in `amr` (RFC 8176). */
export const isMethodReference = (value: unknown): value is string =>
  typeof value === 'string' && /^[a-z]{2,16}$/.test(value);

const KEY = 'gatehouse:sign-in-method';

/** Marks a provider that is a {@link SignInMethod}: it is found and offered. */
export const SignInMethodProvider = (options: SignInMethodOptions): ClassDecorator =>
  applyDecorators(Injectable(), SetMetadata(KEY, options));

/** A method with what it declares. */
export interface RegisteredMethod extends SignInMethodOptions {
  readonly method: SignInMethod;
  readonly path: string;
}

/** Those of all providers: ours first, then those of extensions. */
export function methodsIn(discovery: DiscoveryService): RegisteredMethod[] {
  const providers = discovery.getProviders();
  const ours = providers.filter(({ host }) => host?.name === 'SignInModule');
  return [...new Set([...ours, ...providers])].flatMap(({ instance, metatype }) => {
    const declared = typeof metatype === 'function' ? optionsOf(metatype) : undefined;
    if (declared === undefined) return [];
    const method = instance as SignInMethod;
    return [{ ...declared, method, path: method.path ?? declared.name }];
  });
}

const optionsOf = (type: object): SignInMethodOptions | undefined =>
  Reflect.getMetadata(KEY, type) as SignInMethodOptions | undefined;
