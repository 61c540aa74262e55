import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, IsNull, type Repository } from 'typeorm';
import { PasswordHash, randomId } from '#platform/crypto';
import { fill, type Texts } from '#platform/texts';
import { epochSeconds } from '#protocol';
import type { Authenticator, Authenticators } from '../sign-in-method.js';
import { RecoveryCodeEntity } from './recovery-code.entity.js';

/** Which of them it is, so that a guess costs one hash. */
const SLOTS = 'A B C D E F G H J K'.split(' ');

/** 32 characters, 5 bits each, none of which reads like another (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Of a code: 80 bits. */
const LENGTH = 16;

/** Ten new codes, such as `A-7K2M-0V9B-XQ3D-H5TR`. */
export function newCodes(): string[] {
  return SLOTS.map((slot) => {
    const characters = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
    return `${slot}-${characters.join('').replace(/(.{4})(?=.)/g, '$1-')}`;
  });
}

/** The recovery codes of people: a set at a time, each of them good once. */
@Injectable()
export class RecoveryCodes implements Authenticators {
  constructor(
    @InjectRepository(RecoveryCodeEntity) private readonly rows: Repository<RecoveryCodeEntity>,
    private readonly hash: PasswordHash,
  ) {}

  /** A set is one authenticator, named by what is left of it. */
  async list(userId: string, manager = this.rows.manager): Promise<Authenticator[]> {
    const codes = await manager.findBy(RecoveryCodeEntity, { userId });
    const [first] = codes;
    if (first === undefined) return [];
    const left = codes.filter(({ usedAt }) => usedAt === null).length;
    const all = codes.length;
    const name = (t: Texts) => fill(t.recoveryCode.left, { left, all });
    const used = codes.flatMap(({ usedAt }) => usedAt ?? []);
    const lastUsedAt = used.length === 0 ? undefined : Math.max(...used);
    return [{ id: setOf(codes), name, createdAt: first.createdAt, lastUsedAt }];
  }

  async anyLeft(userId: string): Promise<boolean> {
    return this.rows.existsBy({ userId, usedAt: IsNull() });
  }

  /** Uses a code up. @returns whether it is this person's, and nobody has used it before */
  async accept(userId: string, typed: string): Promise<boolean> {
    const code = tidy(typed);
    const slot = code.charAt(0);
    const row = await this.rows.findOneBy({ userId, slot, usedAt: IsNull() });
    if (!(await this.hash.matches(row?.codeHash, code)) || row === null) return false;
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ usedAt: epochSeconds() })
      .where('id = :id AND used_at IS NULL', { id: row.id })
      .execute();
    return affected === 1;
  }

  /** @returns what {@link replace} stores */
  hashesOf(codes: readonly string[]): Promise<string[]> {
    return Promise.all(codes.map((code) => this.hash.create(tidy(code))));
  }

  /** A new set ends the old one. */
  async replace(manager: EntityManager, userId: string, hashes: readonly string[]): Promise<void> {
    await this.reset(userId, manager);
    const createdAt = epochSeconds();
    const rows = hashes.map((codeHash, place) => ({
      ...{ id: randomId(), userId, slot: SLOTS[place] ?? '', codeHash },
      ...{ usedAt: null, createdAt },
    }));
    await manager.insert(RecoveryCodeEntity, rows);
  }

  async delete(userId: string, id: string, manager: EntityManager): Promise<boolean> {
    const codes = await manager.findBy(RecoveryCodeEntity, { userId });
    if (codes.length === 0 || setOf(codes) !== id) return false;
    await this.reset(userId, manager);
    return true;
  }

  async reset(userId: string, manager: EntityManager): Promise<void> {
    await manager.delete(RecoveryCodeEntity, { userId });
  }
}

/** As people type it: in lower case, without hyphens, an O for a zero. */
function tidy(typed: string): string {
  const code = typed.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return code.charAt(0) + code.slice(1).replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** The set goes by the id of its first code. */
function setOf(codes: readonly RecoveryCodeEntity[]): string {
  return codes.map(({ id }) => id).sort()[0] ?? '';
}
