import { Module } from '@nestjs/common';
import { ClientsModule } from '#registry/clients';
import { CheckSessionController } from './check-session.controller.js';

@Module({ imports: [ClientsModule], controllers: [CheckSessionController] })
export class CheckSessionModule {}
