import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { sha256 } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { Housekeeper } from '#platform/housekeeping';
import { UsedValueEntity } from './used-value.entity.js';

/** The kinds are separate name spaces: a value used as one kind is unused as another (attack B15). */
export type UsedValueKind =
  | 'client_assertion'
  | 'dpop_proof'
  | 'jwt_bearer'
  | 'recovery_codes'
  | 'totp_enrolment'
  | 'upstream_logout'
  | 'upstream_state'
  | 'webauthn_challenge';

/** Remembers single-use values, such as the `jti` of an assertion, until they would expire anyway. */
@Injectable()
export class UsedValues implements OnModuleInit {
  constructor(
    @InjectRepository(UsedValueEntity) private readonly rows: Repository<UsedValueEntity>,
    private readonly housekeeper: Housekeeper,
  ) {}

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  /**
   * Uses a value up. True for exactly one caller, on however many nodes: the unique index decides.
   * @param manager of the transaction that it is used up in
   * @param scope who may not repeat the value, such as the client
   */
  async use(
    kind: UsedValueKind,
    scope: string,
    value: string,
    expiresAt: number,
    manager = this.rows.manager,
  ): Promise<boolean> {
    try {
      const valueHash = sha256(`${kind}|${scope}|${value}`);
      await manager.insert(UsedValueEntity, { valueHash, kind, expiresAt });
      return true;
    } catch (error) {
      if (isUniqueViolation(error)) return false;
      throw error;
    }
  }
}
