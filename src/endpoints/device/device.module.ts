import { Module } from '@nestjs/common';
import { ConsentModule } from '#people/consent';
import { SignInModule } from '#people/sign-in';
import { UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { ResourcesModule } from '#registry/resources';
import { TokensModule } from '#tokens';
import { DeviceAuthorizationModule } from '#tokens/device-authorization';
import { DeviceApprovals } from './device-approvals.js';
import { DeviceAuthorizationController } from './device-authorization.controller.js';
import { DeviceController } from './device.controller.js';
import { DevicePages } from './device-pages.js';
import { DeviceQuestions } from './device-questions.js';
import { UserCodeGuesses } from './user-code-guesses.js';

@Module({
  imports: [
    ClientsModule,
    ConsentModule,
    DeviceAuthorizationModule,
    ResourcesModule,
    SignInModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [DeviceAuthorizationController, DeviceController],
  providers: [DeviceApprovals, DevicePages, DeviceQuestions, UserCodeGuesses],
})
export class DeviceModule {}
