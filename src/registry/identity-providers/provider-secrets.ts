import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { type Seal, SealedColumns } from '#platform/crypto';
import { IdentityProviderEntity } from './identity-provider.entity.js';
import type { IdentityProvider } from './identity-provider.js';

/** Our secrets at the providers, sealed at rest. */
@Injectable()
export class ProviderSecrets {
  private readonly values: Seal;

  constructor(
    sealed: SealedColumns,
    @InjectRepository(IdentityProviderEntity) rows: Repository<IdentityProviderEntity>,
  ) {
    this.values = sealed.register(rows, 'id', 'secret', (id) => `identity_providers.secret:${id}`);
  }

  seal(id: string, secret: string): string {
    return this.values.seal(id, secret);
  }

  of({ id, sealedSecret }: IdentityProvider): string | undefined {
    return sealedSecret === undefined ? undefined : this.values.open(id, sealedSecret);
  }
}
