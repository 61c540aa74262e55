import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Aggregate, Plan } from '#platform/changes';
import { randomToken, sha256 } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { InitialAccessTokenEntity } from './initial-access-token.entity.js';
import {
  type InitialAccessToken,
  InitialAccessTokenRepository,
} from './initial-access-token.repository.js';

/** What an admin decides about one. */
export type InitialAccessTokenValue = Pick<
  InitialAccessToken,
  'name' | 'policy' | 'maxUses' | 'expiresAt'
>;

/** The prefix lets secret scanners recognise a leaked token. */
const TOKEN_PREFIX = 'gh_iat_';

/** How initial access tokens are stored: one row each, without the token itself. */
@Injectable()
export class InitialAccessTokenAggregate implements Aggregate<
  InitialAccessToken,
  InitialAccessTokenValue,
  string
> {
  readonly noun = 'initial access token';

  constructor(private readonly repository: InitialAccessTokenRepository) {}

  find(id: string, manager?: EntityManager): Promise<InitialAccessToken | undefined> {
    return this.repository.find(id, manager);
  }

  /** The token, which is not stored and cannot be shown again. */
  make(): string {
    return TOKEN_PREFIX + randomToken();
  }

  async insert(
    manager: EntityManager,
    id: string,
    { value }: Plan<InitialAccessTokenValue>,
    token: string,
  ): Promise<void> {
    await manager.insert(InitialAccessTokenEntity, {
      ...columnsOf(value),
      id,
      tokenHash: sha256(token),
      uses: 0,
      version: 1,
      createdAt: epochSeconds(),
    });
  }

  async update(
    manager: EntityManager,
    { id, version }: InitialAccessToken,
    { value }: Plan<InitialAccessTokenValue>,
  ): Promise<boolean> {
    const set = { ...columnsOf(value), version: version + 1 };
    return (await manager.update(InitialAccessTokenEntity, { id, version }, set)).affected === 1;
  }

  async delete(manager: EntityManager, { id, version }: InitialAccessToken): Promise<boolean> {
    return (await manager.delete(InitialAccessTokenEntity, { id, version })).affected === 1;
  }
}

function columnsOf({ name, policy, maxUses, expiresAt }: InitialAccessTokenValue) {
  return { name, policy: JSON.stringify(policy), maxUses, expiresAt };
}
