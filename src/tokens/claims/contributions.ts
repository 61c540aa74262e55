import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type User, UserRepository } from '#people/users';
import type { AuthenticatedUser } from '../authorization/authorization.js';
import {
  type Claims,
  contributionsOf,
  type Occasion,
  type RegisteredContribution,
} from './token-contributor.js';

/** An {@link Occasion} on which the person may not have been read yet; without one for a client's own token. */
export interface Question extends Omit<Occasion, 'person' | 'ownToken'> {
  readonly user: Pick<AuthenticatedUser, 'sub' | 'person'> | undefined;
}

/** What tokens and answers tell besides what each of them has to, by whatever knows something. */
@Injectable()
export class Contributions implements OnModuleInit {
  private contributions: readonly RegisteredContribution[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly users: UserRepository,
  ) {}

  onModuleInit(): void {
    this.contributions = contributionsOf(this.discovery);
  }

  async to({ user, ...question }: Question): Promise<Claims> {
    let read: Promise<User | undefined> | undefined;
    const person = () => (read ??= this.read(user));
    const ownToken = user === undefined;
    const occasion: Occasion = { ...question, ownToken, person };
    const claims: Claims = {};
    for (const { contribution, clientTokens } of this.contributions) {
      if (user === undefined && !clientTokens) continue;
      Object.assign(claims, await contribution.contribute(occasion));
    }
    return claims;
  }

  private async read(user: Question['user']): Promise<User | undefined> {
    if (user === undefined) return undefined;
    return user.person?.() ?? (await this.users.find(user.sub));
  }
}
