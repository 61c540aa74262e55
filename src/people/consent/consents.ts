import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { EntityReader, isUniqueViolation, PreparedQuery } from '#platform/database';
import { epochSeconds, formatScope } from '#protocol';
import { ConsentEntity } from './consent.entity.js';

export interface Consent {
  readonly id: string;
  readonly clientId: string;
  readonly scope: ReadonlySet<string>;
  /** Claims allowed by name, whatever the scope opens. */
  readonly claims: ReadonlySet<string>;
  readonly grantedAt: number;
}

/** What people have allowed clients to do in their name. */
@Injectable()
export class Consents {
  private readonly reader: EntityReader<ConsentEntity>;
  private readonly byPair: PreparedQuery<'userId' | 'clientId'>;

  constructor(@InjectRepository(ConsentEntity) private readonly rows: Repository<ConsentEntity>) {
    this.reader = new EntityReader(rows, 'c');
    this.byPair = new PreparedQuery(rows.manager.dataSource, ['userId', 'clientId'], (value) =>
      rows.createQueryBuilder('c').where('c.user_id = :userId AND c.client_id = :clientId', value),
    );
  }

  async find(userId: string, clientId: string): Promise<Consent | undefined> {
    const [row] = await this.byPair.rows({ userId, clientId });
    return row === undefined ? undefined : toConsent(this.reader.read(row));
  }

  /** Adds `scope`, and claims by name, to what the person allows the client. */
  async grant(
    userId: string,
    clientId: string,
    scope: readonly string[],
    claims: readonly string[] = [],
  ): Promise<void> {
    const now = epochSeconds();
    const existing = await this.find(userId, clientId);
    if (existing === undefined) {
      try {
        const row = { id: randomId(), userId, clientId, ...columns(scope, claims) };
        await this.rows.insert({ ...row, createdAt: now, updatedAt: now });
        return;
      } catch (error) {
        // The same person approved in another tab at the same moment.
        if (!isUniqueViolation(error)) throw error;
        return this.grant(userId, clientId, scope, claims);
      }
    }
    const wider = columns([...existing.scope, ...scope], [...existing.claims, ...claims]);
    const { affected } = await this.rows.update({ id: existing.id }, { ...wider, updatedAt: now });
    // Withdrawn between the read and the write: this approval stands by itself.
    if (affected !== 1) return this.grant(userId, clientId, scope, claims);
  }

  async listOf(userId: string): Promise<Consent[]> {
    const rows = await this.rows.find({
      where: { userId },
      order: { createdAt: 'DESC' },
      take: 200,
    });
    return rows.map(toConsent);
  }

  /** Takes an approval back, and with it every token that rests on it. */
  async revoke(id: string, userId: string): Promise<boolean> {
    return (await this.rows.delete({ id, userId })).affected === 1;
  }
}

function columns(scope: readonly string[], claims: readonly string[]) {
  return {
    scope: formatScope([...new Set(scope)]),
    claims: claims.length === 0 ? null : [...new Set(claims)].join(' '),
  };
}

function toConsent(row: ConsentEntity): Consent {
  return {
    id: row.id,
    clientId: row.clientId,
    scope: new Set(row.scope.split(' ')),
    claims: new Set(row.claims?.split(' ')),
    grantedAt: row.createdAt,
  };
}
