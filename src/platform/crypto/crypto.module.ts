import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { InstallationSecretEntity } from './installation-secrets/installation-secret.entity.js';
import { InstallationSecrets } from './installation-secrets/installation-secrets.js';
import { PasswordHash } from './password-hash.js';
import { SealedColumns } from './sealed-columns.js';
import { SecretBox } from './secret-box.js';
import { KeyRotation } from './signing-keys/key-rotation.js';
import { SigningKeyEntity } from './signing-keys/signing-key.entity.js';
import { SigningKeyRepository } from './signing-keys/signing-key.repository.js';
import { SigningKeys } from './signing-keys/signing-keys.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([SigningKeyEntity, InstallationSecretEntity])],
  providers: [
    InstallationSecrets,
    KeyRotation,
    PasswordHash,
    SealedColumns,
    SecretBox,
    SigningKeyRepository,
    SigningKeys,
  ],
  exports: [SecretBox, InstallationSecrets, PasswordHash, SealedColumns, SigningKeys],
})
export class CryptoModule {}
