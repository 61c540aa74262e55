import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { Config } from '#platform/config';
import { sha256 } from '#platform/crypto';
import { epochSeconds } from '#protocol';
import { type User, UserRepository } from '#people/users';
import type { Authenticator, Authenticators, MethodPart } from '../sign-in-method.js';
import { script, signalsPart } from './passkey-parts.js';
import { PasskeyEntity } from './passkey.entity.js';

/** Limit: passkeys of one person. */
const MOST = 30;

/** A credential of a person (WebAuthn §4, credential record). */
export interface Passkey {
  readonly id: string;
  /** As base64url. */
  readonly credentialId: string;
  readonly userId: string;
  /** A COSE_Key (RFC 9052 §7). */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly backupEligible: boolean;
  readonly transports: readonly string[];
}

/** One that was just made. */
export interface NewPasskey extends Passkey {
  readonly signCount: number;
  readonly backedUp: boolean;
  readonly discoverable: boolean;
  readonly aaguid: string;
  readonly name: string;
}

/** What a signature told of its authenticator. */
export interface PasskeyState {
  readonly signCount: number;
  readonly backedUp: boolean;
}

/** The passkeys of people: those that were made for the domain that is in use. */
@Injectable()
export class Passkeys implements Authenticators {
  private readonly rpId: string;

  constructor(
    @InjectRepository(PasskeyEntity) private readonly rows: Repository<PasskeyEntity>,
    private readonly users: UserRepository,
    config: Config,
  ) {
    this.rpId = config.webauthnRpId ?? '';
  }

  /** @returns undefined when it is not theirs */
  async find(credentialId: string, userId: string): Promise<Passkey | undefined> {
    const credentialHash = sha256(credentialId);
    const row = await this.rows.findOneBy({ credentialHash, userId, rpId: this.rpId });
    return row === null ? undefined : toPasskey(row);
  }

  async exists(credentialId: string): Promise<boolean> {
    return this.rows.existsBy({ credentialHash: sha256(credentialId), rpId: this.rpId });
  }

  async of(userId: string): Promise<Passkey[]> {
    const rows = await this.rows.findBy({ userId, rpId: this.rpId });
    return rows.map(toPasskey);
  }

  async isFull(userId: string): Promise<boolean> {
    return (await this.rows.countBy({ userId })) >= MOST;
  }

  async insert(manager: EntityManager, passkey: NewPasskey): Promise<void> {
    const { id, userId, credentialId } = passkey;
    await manager.insert(PasskeyEntity, {
      ...{ id, credentialHash: sha256(credentialId), credentialId, userId },
      ...{ rpId: this.rpId, publicKey: Buffer.from(passkey.publicKey).toString('base64url') },
      ...{ signCount: passkey.signCount, transports: passkey.transports.join(' ') },
      backupEligible: Number(passkey.backupEligible),
      backedUp: Number(passkey.backedUp),
      discoverable: Number(passkey.discoverable),
      ...{ aaguid: passkey.aaguid, name: passkey.name },
      ...{ createdAt: epochSeconds(), lastUsedAt: null },
    });
  }

  /**
   * Notes a signature (WebAuthn §7.2, steps 22 and 25).
   * @returns false when its counter is not higher than the last one: then there are two of this passkey
   */
  async use({ id }: Passkey, { signCount, backedUp }: PasskeyState): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ signCount, backedUp: Number(backedUp), lastUsedAt: epochSeconds() })
      .where('id = :id AND (sign_count < :signCount OR (sign_count = 0 AND :signCount = 0))', {
        ...{ id, signCount },
      })
      .execute();
    return affected === 1;
  }

  async list(userId: string, manager = this.rows.manager): Promise<Authenticator[]> {
    const rows = await manager.find(PasskeyEntity, {
      where: { userId },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    return rows.map(({ id, name, createdAt, lastUsedAt }) => ({
      ...{ id, name, createdAt, lastUsedAt: lastUsedAt ?? undefined },
    }));
  }

  async rename(userId: string, id: string, name: string, manager: EntityManager): Promise<boolean> {
    return (await manager.update(PasskeyEntity, { id, userId }, { name })).affected === 1;
  }

  async delete(userId: string, id: string, manager: EntityManager): Promise<boolean> {
    return (await manager.delete(PasskeyEntity, { id, userId })).affected === 1;
  }

  /** Their provider learns which there are, and what their person is called now (WebAuthn §5.1.10). */
  async signals({ sub, username, claims }: User): Promise<MethodPart> {
    const told = {
      rpId: this.rpId,
      userId: await this.users.handleOf(sub),
      allAcceptedCredentialIds: (await this.of(sub)).map(({ credentialId }) => credentialId),
      ...{ name: username, displayName: claims.name ?? username },
    };
    return { part: signalsPart, script, model: { told: JSON.stringify(told) } };
  }

  async reset(userId: string, manager: EntityManager): Promise<void> {
    await manager.delete(PasskeyEntity, { userId });
  }
}

function toPasskey(row: PasskeyEntity): Passkey {
  return {
    ...{ id: row.id, credentialId: row.credentialId, userId: row.userId },
    publicKey: new Uint8Array(Buffer.from(row.publicKey, 'base64url')),
    backupEligible: row.backupEligible !== 0,
    transports: row.transports === '' ? [] : row.transports.split(' '),
  };
}
