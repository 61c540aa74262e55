import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often something guessable was tried. */
@Entity('attempt_budgets')
export class AttemptBudgetEntity {
  /** SHA-256 of what is counted: attackers choose user names, and rows must stay small. */
  @PrimaryColumn('varchar', { name: 'key_hash', length: 43 })
  keyHash: string;

  @Column('integer')
  attempts: number;

  @Column('integer', { name: 'blocked_until' })
  blockedUntil: number;

  @Column('integer', { name: 'expires_at' })
  expiresAt: number;
}
