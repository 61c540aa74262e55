import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import {
  type EntityManager,
  IsNull,
  Not,
  type QueryDeepPartialEntity,
  type Repository,
  type UpdateQueryBuilder,
} from 'typeorm';
import type { Session } from '#people/sessions';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds, formatFactors, Granted, parseFactors } from '#protocol';
import { DeviceAuthorizationEntity } from './device-authorization.entity.js';
import {
  type DeviceApproval,
  type DeviceAuthorization,
  type DeviceDecision,
  POLL_INTERVAL,
} from './device-authorization.js';

/** Requests can overtake each other on the network: a poll that comes a second early counts as on time. */
const GRACE = 1;
/** The longest interval that a device which polls too fast is told to keep, in seconds. */
const LONGEST_INTERVAL = 60;

@Injectable()
export class DeviceAuthorizationRepository implements OnModuleInit {
  constructor(
    @InjectRepository(DeviceAuthorizationEntity)
    private readonly rows: Repository<DeviceAuthorizationEntity>,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  async create(row: DeviceAuthorizationEntity): Promise<void> {
    await this.rows.insert(row);
  }

  async findByDeviceCode(deviceCodeHash: string): Promise<DeviceAuthorization | undefined> {
    return toDeviceAuthorization(await this.rows.findOneBy({ deviceCodeHash }));
  }

  /** The request that a person can decide about: undefined when it is decided or too old. */
  async findUndecided(userCode: string): Promise<DeviceAuthorization | undefined> {
    const found = toDeviceAuthorization(await this.rows.findOneBy({ userCode }));
    if (found === undefined || found.denied || found.approval !== undefined) return undefined;
    return found.expiresAt > epochSeconds() ? found : undefined;
  }

  /** True for exactly one caller, and not after a denial. */
  async approve(manager: EntityManager, id: string, approval: DeviceApproval): Promise<boolean> {
    const { session } = approval;
    return this.decide(manager, id, {
      approvedAt: epochSeconds(),
      userId: approval.userId,
      credentialVersion: approval.credentialVersion,
      accessVersion: approval.accessVersion,
      roleVersion: approval.roleVersion,
      groupVersion: approval.groupVersion,
      sessionId: session.id,
      authTime: session.authTime,
      factors: formatFactors(session.factors),
      consentId: approval.consentId ?? null,
      granted: approval.granted.toString(),
    });
  }

  /** True for exactly one caller, and not after an approval. */
  async deny(
    manager: EntityManager,
    id: string,
    { id: sessionId, userId }: Pick<Session, 'id' | 'userId'>,
  ): Promise<boolean> {
    return this.decide(manager, id, { deniedAt: epochSeconds(), userId, sessionId });
  }

  /** What was decided about a request in this session; undefined when nothing was. */
  async findDecision(userCode: string, sessionId: string): Promise<DeviceDecision | undefined> {
    const row = await this.rows.findOneBy({ userCode, sessionId });
    if (row === null) return undefined;
    return row.deniedAt === null ? 'approved' : 'denied';
  }

  /** Uses an approval up. True for exactly one caller. */
  async consume(id: string): Promise<boolean> {
    const now = epochSeconds();
    const update = this.update(id, { consumedAt: now })
      .andWhere('approved_at IS NOT NULL AND denied_at IS NULL AND consumed_at IS NULL')
      .andWhere('code_expires_at > :now', { now });
    return (await update.execute()).affected === 1;
  }

  /**
   * Notes a poll. Decided where all nodes meet, so that a device cannot ask them in turn (K03).
   * @returns whether it kept the interval, which grows when it did not (RFC 8628 §3.5)
   */
  async recordPoll(id: string): Promise<boolean> {
    const now = epochSeconds();
    const onTime = this.update(id, { lastPolledAt: now }).andWhere(
      `(last_polled_at IS NULL OR last_polled_at + poll_interval <= :latest)`,
      { latest: now + GRACE },
    );
    if ((await onTime.execute()).affected === 1) return true;
    const grown = `poll_interval + ${String(POLL_INTERVAL)}`;
    await this.update(id, {
      lastPolledAt: now,
      pollInterval: () =>
        `CASE WHEN ${grown} > ${String(LONGEST_INTERVAL)} THEN poll_interval ELSE ${grown} END`,
    }).execute();
    return false;
  }

  /** Takes back what a person has allowed to devices that have not come for it yet. */
  async withdraw(manager: EntityManager, userId: string, clientId: string): Promise<void> {
    await manager.update(
      DeviceAuthorizationEntity,
      { userId, clientId, approvedAt: Not(IsNull()), deniedAt: IsNull(), consumedAt: IsNull() },
      { deniedAt: epochSeconds() },
    );
  }

  private async decide(
    manager: EntityManager,
    id: string,
    decision: QueryDeepPartialEntity<DeviceAuthorizationEntity>,
  ): Promise<boolean> {
    const update = this.update(id, decision, manager)
      .andWhere('approved_at IS NULL AND denied_at IS NULL')
      .andWhere('code_expires_at > :now', { now: epochSeconds() });
    return (await update.execute()).affected === 1;
  }

  private update(
    id: string,
    facts: QueryDeepPartialEntity<DeviceAuthorizationEntity>,
    manager = this.rows.manager,
  ): UpdateQueryBuilder<DeviceAuthorizationEntity> {
    const update = manager.createQueryBuilder().update(DeviceAuthorizationEntity);
    return update.set(facts).where('id = :id', { id });
  }
}

function toDeviceAuthorization(
  row: DeviceAuthorizationEntity | null,
): DeviceAuthorization | undefined {
  if (row === null) return undefined;
  return {
    id: row.id,
    userCode: row.userCode,
    clientId: row.clientId,
    endedVersion: row.clientEndedVersion,
    granted: Granted.parse(row.granted),
    codeChallenge: row.codeChallenge ?? undefined,
    ip: row.ip ?? undefined,
    approval: toApproval(row),
    denied: row.deniedAt !== null,
    consumed: row.consumedAt !== null,
    createdAt: row.createdAt,
    expiresAt: row.codeExpiresAt,
  };
}

function toApproval(row: DeviceAuthorizationEntity): DeviceApproval | undefined {
  const { approvedAt, userId, sessionId, credentialVersion, authTime, factors } = row;
  if (approvedAt === null || userId === null || sessionId === null) return undefined;
  if (credentialVersion === null || authTime === null || factors === null) return undefined;
  return {
    userId,
    credentialVersion,
    accessVersion: row.accessVersion ?? 0,
    roleVersion: row.roleVersion ?? 0,
    groupVersion: row.groupVersion ?? 0,
    session: { id: sessionId, authTime, factors: parseFactors(factors) },
    consentId: row.consentId ?? undefined,
    granted: Granted.parse(row.granted),
  };
}
