import { Module } from '@nestjs/common';
import { TokensModule } from '#tokens';
import { RevocationController } from './revocation.controller.js';

@Module({ imports: [TokensModule], controllers: [RevocationController] })
export class RevokeModule {}
