import { createHmac, type KeyObject } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { Config } from '#platform/config';
import { equalInConstantTime, randomId, sha256 } from '#platform/crypto';
import { Housekeeper } from '#platform/housekeeping';
import { epochSeconds } from '#protocol';
import { LinkEntity } from './link.entity.js';

/** What links of one kind are for. */
export interface LinkKind {
  /** At most 24 characters. */
  readonly purpose: string;
  /** The page that a link leads to. */
  readonly path: string;
  /** Seconds. */
  readonly lifetime: number;
}

export interface NewLink {
  readonly kind: LinkKind;
  /** What a newer link of this kind replaces: the person, or a person and an address. */
  readonly about: string;
  readonly userId?: string | undefined;
  readonly email?: string | undefined;
  readonly credentialVersion?: number | undefined;
  /** Without secrets: it is stored as it is. */
  readonly data?: object | undefined;
}

/** A link that is not over. */
export interface Link {
  readonly id: string;
  readonly purpose: string;
  readonly userId: string | undefined;
  readonly email: string | undefined;
  readonly credentialVersion: number | undefined;
  readonly data: unknown;
}

const FORMAT = /^([\w-]{22})\.([\w-]{43})$/;

/**
 * Links that do something once, for whoever holds them. A link is the id of its row and a MAC over it, so that
 * nothing in the database is one (attack I18); opening it changes nothing, for programs open links too.
 */
@Injectable()
export class Links implements OnModuleInit {
  private readonly keys: readonly KeyObject[];

  constructor(
    private readonly config: Config,
    @InjectRepository(LinkEntity) private readonly rows: Repository<LinkEntity>,
    private readonly housekeeper: Housekeeper,
  ) {
    this.keys = config.deriveKeys('links');
  }

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  /**
   * Makes a link, which ends the one of its kind that there was before.
   * @returns its id
   */
  async make(manager: EntityManager, { kind, about, ...link }: NewLink): Promise<string> {
    const now = epochSeconds();
    const row: LinkEntity = {
      id: randomId(),
      purpose: kind.purpose,
      slot: sha256(`${kind.purpose}|${about}`),
      userId: link.userId ?? null,
      email: link.email ?? null,
      credentialVersion: link.credentialVersion ?? null,
      data: link.data === undefined ? null : JSON.stringify(link.data),
      createdAt: now,
      expiresAt: now + kind.lifetime,
    };
    const anew = ['id', 'user_id', 'email', 'credential_version', 'data', 'created_at'];
    await manager
      .createQueryBuilder()
      .insert()
      .into(LinkEntity)
      .values(row)
      .orUpdate([...anew, 'expires_at'], ['slot'])
      .updateEntity(false)
      .execute();
    return row.id;
  }

  /** The address of a link. It stands on the issuer, whatever a request says (attack I19). */
  addressOf({ purpose, path }: Pick<LinkKind, 'purpose' | 'path'>, id: string): string {
    const mac = macOf(this.keys[0] as KeyObject, purpose, id);
    return this.config.url(`${path}?link=${id}.${mac}`);
  }

  /** Undefined for one that is over, of another kind, or none of ours. */
  async find({ purpose }: Pick<LinkKind, 'purpose'>, text: string): Promise<Link | undefined> {
    const id = this.idIn({ purpose }, text);
    if (id === undefined) return undefined;
    const row = await this.rows.findOneBy({ id, purpose });
    if (row === null || row.expiresAt <= epochSeconds()) return undefined;
    return toLink(row);
  }

  /** The id in a link of this kind that we made, be it over or not. */
  idIn({ purpose }: Pick<LinkKind, 'purpose'>, text: string): string | undefined {
    const [, id = '', mac = ''] = FORMAT.exec(text) ?? [];
    const ours = this.keys.some((key) => equalInConstantTime(macOf(key, purpose, id), mac));
    return ours ? id : undefined;
  }

  /** The newest of this kind about somebody, unless it is over. */
  async newest({ purpose }: Pick<LinkKind, 'purpose'>, about: string): Promise<Link | undefined> {
    const row = await this.rows.findOneBy({ slot: sha256(`${purpose}|${about}`) });
    return row === null || row.expiresAt <= epochSeconds() ? undefined : toLink(row);
  }

  /** Whether it can still be used. */
  async stands(id: string): Promise<boolean> {
    const row = await this.rows.findOneBy({ id });
    return row !== null && row.expiresAt > epochSeconds();
  }

  /**
   * Uses a link up, in the transaction of what it is for.
   * @returns false when somebody else was first
   */
  async use(manager: EntityManager, { id }: Pick<Link, 'id'>): Promise<boolean> {
    return (await manager.delete(LinkEntity, { id })).affected === 1;
  }
}

function toLink(row: LinkEntity): Link {
  return {
    ...{ id: row.id, purpose: row.purpose },
    userId: row.userId ?? undefined,
    email: row.email ?? undefined,
    credentialVersion: row.credentialVersion ?? undefined,
    data: row.data === null ? undefined : (JSON.parse(row.data) as unknown),
  };
}

function macOf(key: KeyObject, purpose: string, id: string): string {
  return createHmac('sha256', key).update(`${purpose}|${id}`).digest('base64url');
}
