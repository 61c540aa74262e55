import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import type { Config } from '#platform/config';
import { isUniqueViolation } from '#platform/database';
import { randomToken } from '../random.js';
import { type Seal, SealedColumns } from '../sealed-columns.js';
import { SecretBox } from '../secret-box.js';
import { InstallationSecretEntity } from './installation-secret.entity.js';

/**
 * Secrets that have to outlive the SECRET_KEY they are sealed with: what is made with them is known
 * outside, and must come out the same for ever.
 */
@Injectable()
export class InstallationSecrets {
  private readonly secrets: Seal;

  constructor(
    @InjectRepository(InstallationSecretEntity)
    private readonly rows: Repository<InstallationSecretEntity>,
    sealed: SealedColumns,
  ) {
    this.secrets = sealed.register(rows, 'name', 'sealed', placeOf);
  }

  /** The secret of this name, the same on every node: 256 random bits, made when first asked for. */
  async obtain(name: string): Promise<string> {
    return (await this.find(name)) ?? this.make(name);
  }

  private async find(name: string): Promise<string | undefined> {
    const row = await this.rows.findOneBy({ name });
    return row === null ? undefined : this.secrets.open(name, row.sealed);
  }

  private async make(name: string): Promise<string> {
    const secret = randomToken();
    try {
      await this.rows.insert({ name, sealed: this.secrets.seal(name, secret) });
      return secret;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // Another node was first.
      return this.obtain(name);
    }
  }
}

/** A row of the table, as it is. */
export type SealedSecret = Readonly<Pick<InstallationSecretEntity, 'name' | 'sealed'>>;

/** @throws StartRefused where SECRET_KEY is not that of the installation that the secret is of */
export function requireKeyOf({ name, sealed }: SealedSecret, config: Config): void {
  new SecretBox(config).open(sealed, placeOf(name));
}

function placeOf(name: string): string {
  return `installation_secrets.sealed:${name}`;
}
