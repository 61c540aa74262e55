import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { randomId } from '#platform/crypto';
import { EntityReader, isUniqueViolation, PreparedQuery } from '#platform/database';
import { epochSeconds, Granted } from '#protocol';
import { ConsentEntity } from './consent.entity.js';

export interface Consent {
  readonly id: string;
  readonly clientId: string;
  /** Counts its changes. */
  readonly version: number;
  readonly granted: Granted;
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

  /** Adds to what the person allows the client. @param claims allowed by name */
  async grant(
    userId: string,
    clientId: string,
    granted: Granted,
    claims: readonly string[] = [],
  ): Promise<Consent> {
    for (;;) {
      const existing = await this.find(userId, clientId);
      const stored =
        existing === undefined
          ? await this.insert(userId, clientId, granted, claims)
          : await this.widen(existing, granted, claims);
      if (stored !== undefined) return stored;
    }
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

  /** @returns undefined when the same person approved in another tab at the same moment */
  private async insert(
    userId: string,
    clientId: string,
    granted: Granted,
    claims: readonly string[],
  ): Promise<Consent | undefined> {
    const now = epochSeconds();
    const row = { id: randomId(), userId, clientId, ...columns(granted, claims) };
    const entity = { ...row, version: 1, createdAt: now, updatedAt: now };
    try {
      await this.rows.insert(entity);
      return toConsent(entity);
    } catch (error) {
      if (isUniqueViolation(error)) return undefined;
      throw error;
    }
  }

  /** @returns undefined when it was withdrawn, or widened in another tab, since it was read */
  private async widen(
    existing: Consent,
    granted: Granted,
    claims: readonly string[],
  ): Promise<Consent | undefined> {
    const { id, version } = existing;
    const wider = {
      granted: existing.granted.union(granted),
      claims: new Set([...existing.claims, ...claims]),
      version: version + 1,
    };
    const { affected } = await this.rows.update(
      { id, version },
      {
        ...columns(wider.granted, [...wider.claims]),
        version: wider.version,
        updatedAt: epochSeconds(),
      },
    );
    return affected === 1 ? { ...existing, ...wider } : undefined;
  }
}

function columns(granted: Granted, claims: readonly string[]) {
  return {
    granted: granted.toString(),
    claims: claims.length === 0 ? null : [...new Set(claims)].join(' '),
  };
}

function toConsent(row: ConsentEntity): Consent {
  return {
    id: row.id,
    clientId: row.clientId,
    version: row.version,
    granted: Granted.parse(row.granted),
    claims: new Set(row.claims?.split(' ')),
    grantedAt: row.createdAt,
  };
}
