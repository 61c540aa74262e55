import { Module } from '@nestjs/common';
import { RevocationController } from './revocation.controller.js';

@Module({ controllers: [RevocationController] })
export class RevocationModule {}
