import { Module } from '@nestjs/common';
import { RegistrationModule } from '#registry/clients/registration';
import { RegistrationController } from './registration.controller.js';

@Module({ imports: [RegistrationModule], controllers: [RegistrationController] })
export class RegisterModule {}
