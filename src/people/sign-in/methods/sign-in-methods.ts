import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { ErrorForPeople } from '#platform/http';
import { RegistrableValues } from '#registry/clients';
import {
  acrOf,
  ONE_FACTOR,
  PHISHING_RESISTANT,
  PROOF_OF_POSSESSION,
  rankOf,
  SEVERAL_FACTORS,
  strongestOf,
} from '#protocol';
import type { User } from '#people/users';
import type { Reach } from '../assessment.js';
import {
  isMethodReference,
  methodsIn,
  type RegisteredMethod,
  type SignInMethod,
  type SignInMethodOptions,
  type Strategy,
} from './sign-in-method.js';

/** Paths of an interaction that are no method's. */
const TAKEN = [
  'new-password',
  'account',
  'other-account',
  'consent',
  'cancel',
  'callback',
  'enrol',
  'later',
  'with',
];

/** What a method has to say that was not compiled. */
function leftOut(options: SignInMethodOptions, method: SignInMethod): string | undefined {
  const { kind, amr, primary, phishingResistant } = options;
  const said: readonly (readonly [string, boolean])[] = [
    ['kind', ['knows', 'has', 'is', 'channel', 'federated'].includes(kind)],
    ['amr', Array.isArray(amr) && amr.length > 0],
    ['primary', typeof primary === 'boolean'],
    ['phishingResistant', typeof phishingResistant === 'boolean'],
    ['strategy', typeof (method.strategy as Strategy | undefined)?.authenticate === 'function'],
    ['offers', typeof method.offers === 'function'],
    ['page', typeof method.page === 'function'],
    ['wrong', ['string', 'function'].includes(typeof method.wrong)],
  ];
  return said.find(([, good]) => !good)?.[0];
}

/** Every way to sign in that there is, found at start-up, in the order of their modules, what recovers last. */
@Injectable()
export class SignInMethods implements OnModuleInit {
  private methods: readonly RegisteredMethod[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly registrable: RegistrableValues,
  ) {}

  onModuleInit(): void {
    // What recovers is offered last.
    const found = methodsIn(this.discovery).filter(({ method }) => method.available !== false);
    const recovers = found.filter(({ method }) => method.recovers);
    this.methods = [...found.filter(({ method }) => !method.recovers), ...recovers];
    const taken = new Set(TAKEN);
    for (const { name, path, primary, kind, amr, phishingResistant, method } of this.methods) {
      const left = leftOut({ name, kind, amr, primary, phishingResistant }, method);
      if (left !== undefined) throw new Error(`the sign-in method ${name} says no ${left}`);
      if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) throw new Error(`${name} names no sign-in method`);
      if (taken.has(path)) throw new Error(`the sign-in method ${name} has the path of another`);
      if (!amr.every(isMethodReference)) {
        throw new Error(`the sign-in method ${name} has no amr as RFC 8176 has them`);
      }
      if (kind === 'channel' && primary) {
        throw new Error(`the sign-in method ${name} proves a channel, which is nobody by itself`);
      }
      if (amr.includes(PROOF_OF_POSSESSION) && !phishingResistant) {
        throw new Error(
          `the sign-in method ${name} says ${PROOF_OF_POSSESSION} and can be phished`,
        );
      }
      taken.add(path);
      if (amr.includes('pwd')) this.registrable.acrValues.add(ONE_FACTOR);
    }
    if (this.methods.some(({ primary, amr }) => !primary || amr.includes('mfa'))) {
      this.registrable.acrValues.add(SEVERAL_FACTORS);
    }
    if (this.methods.some(({ amr }) => amr.includes(PROOF_OF_POSSESSION))) {
      this.registrable.acrValues.add(PHISHING_RESISTANT);
    }
  }

  all(): readonly RegisteredMethod[] {
    return this.methods;
  }

  /** By the last part of its path. @throws OAuthError 404 when there is none such */
  at(path: string): RegisteredMethod {
    const found = this.methods.find((one) => one.path === path);
    if (found === undefined) throw new ErrorForPeople('nothingHere', { status: 404 });
    return found;
  }

  /** Those with which somebody can prove who they are. */
  async primary(person: User | undefined): Promise<RegisteredMethod[]> {
    return this.offered(true, person);
  }

  /** The second factors that a person has; with `acr`, those that reach it. It asks nobody where the account says that there is none. */
  async second(person: User, acr?: string): Promise<RegisteredMethod[]> {
    const offered = await this.offered(false, person);
    const any = offered.some(({ method }) => method.recovers !== true);
    return any ? reaching(acr, offered) : [];
  }

  /** What people can get to prove more than a password does. @param acr that it has to reach */
  enrollable(acr?: string): RegisteredMethod[] {
    const all = this.methods.filter(
      ({ method }) => method.enrolment !== undefined && method.recovers !== true,
    );
    return reaching(acr, all);
  }

  /** The strongest contexts that somebody reaches, and could. */
  async reachOf(person: User | undefined): Promise<Reach> {
    const theirs = person === undefined ? [] : await this.second(person);
    return { enrolled: strongest(theirs), obtainable: strongest(this.enrollable()) };
  }

  /** What stands in for those that are lost, as far as the person could set it up and has not. */
  async missingRecovery(person: User): Promise<RegisteredMethod[]> {
    const missing: RegisteredMethod[] = [];
    for (const one of this.methods) {
      const { recovers, enrolment } = one.method;
      if (recovers !== true || enrolment === undefined) continue;
      if (!(await one.method.offers(person))) missing.push(one);
    }
    return missing;
  }

  private async offered(primary: boolean, person: User | undefined): Promise<RegisteredMethod[]> {
    const offered: RegisteredMethod[] = [];
    for (const one of this.methods) {
      if (one.primary !== primary || isMissing(one, person)) continue;
      if (await one.method.offers(person)) offered.push(one);
    }
    return offered;
  }
}

/** What somebody reaches by it: one that is no primary proof stands beside one. */
function contextBy({ amr, primary }: RegisteredMethod): string | undefined {
  return acrOf(primary ? amr : [...amr, 'mfa']);
}

/** What somebody can reach who has these. */
export function strongest(methods: readonly RegisteredMethod[]): string | undefined {
  const factors = methods.filter(({ method }) => method.recovers !== true);
  return strongestOf(factors.map(contextBy).filter((acr) => acr !== ONE_FACTOR));
}

/** Those that reach it, and those that lead to another that does. */
function reaching(
  acr: string | undefined,
  methods: readonly RegisteredMethod[],
): RegisteredMethod[] {
  return methods.filter(
    (one) => one.method.recovers === true || rankOf(contextBy(one)) >= rankOf(acr),
  );
}

/** Whether it would have to be set up first, by somebody who has set up nothing. */
function isMissing({ primary, method }: RegisteredMethod, person: User | undefined): boolean {
  return !primary && method.enrolment !== undefined && person?.secondFactor === false;
}
