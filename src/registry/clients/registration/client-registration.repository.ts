import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, type Repository } from 'typeorm';
import { sha256 } from '#platform/crypto';
import { type ClientPolicy, SAFE_POLICY } from '#registry/clients';
import { ClientRegistrationEntity } from './client-registration.entity.js';

export interface ClientRegistration {
  readonly clientId: string;
  readonly accessTokenHash: string;
  readonly policy: ClientPolicy;
  /** Absent when nobody vouched for it. */
  readonly initialAccessTokenId: string | undefined;
}

@Injectable()
export class ClientRegistrationRepository {
  constructor(
    @InjectRepository(ClientRegistrationEntity)
    private readonly rows: Repository<ClientRegistrationEntity>,
  ) {}

  async create(
    manager: EntityManager,
    clientId: string,
    accessToken: string,
    terms: { policy: ClientPolicy; initialAccessTokenId: string | undefined },
  ): Promise<void> {
    await manager.insert(ClientRegistrationEntity, {
      clientId,
      accessTokenHash: sha256(accessToken),
      initialAccessTokenId: terms.initialAccessTokenId ?? null,
      policy: JSON.stringify(terms.policy),
    });
  }

  async find(clientId: string): Promise<ClientRegistration | undefined> {
    const row = await this.rows.findOneBy({ clientId });
    if (row === null) return undefined;
    const { accessTokenHash, initialAccessTokenId } = row;
    const policy = { ...SAFE_POLICY, ...(JSON.parse(row.policy) as ClientPolicy) };
    return {
      ...{ clientId, accessTokenHash, policy },
      initialAccessTokenId: initialAccessTokenId ?? undefined,
    };
  }

  /** How many clients there are that nobody gave an initial access token. */
  async countStrangers(): Promise<number> {
    return this.rows.countBy({ initialAccessTokenId: IsNull() });
  }
}
