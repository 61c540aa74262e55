import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A random secret that this installation made for itself. */
@Entity('installation_secrets')
export class InstallationSecretEntity {
  @PrimaryColumn('varchar', { length: 64 })
  name: string;

  /** See SecretBox. */
  @Column('text')
  sealed: string;
}
