import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecondFactors } from '#people/users';
import { SignInMethods } from '../sign-in-methods.js';

/** With what somebody signs in here, other than accounts elsewhere. */
@Injectable()
export class WaysIn {
  constructor(
    private readonly methods: SignInMethods,
    private readonly factors: SecondFactors,
  ) {}

  /** Those who change what a person signs in with do it one after the other. */
  hold(manager: EntityManager, userId: string): Promise<void> {
    return this.factors.hold(manager, userId);
  }

  hasPassword(manager: EntityManager, userId: string): Promise<boolean> {
    return this.factors.hasPassword(manager, userId);
  }

  async ofTheirOwn(manager: EntityManager, userId: string): Promise<boolean> {
    if (await this.hasPassword(manager, userId)) return true;
    for (const { primary, method } of this.methods.all()) {
      const theirs = primary ? await method.authenticators?.list(userId, manager) : [];
      if (theirs !== undefined && theirs.length > 0) return true;
    }
    return false;
  }
}
