import { Module } from '@nestjs/common';
import { ClientRegistrationModule } from '#registry/clients/registration';
import { RegistrationController } from './registration.controller.js';

@Module({ imports: [ClientRegistrationModule], controllers: [RegistrationController] })
export class RegistrationModule {}
