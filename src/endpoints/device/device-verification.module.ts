import { Module } from '@nestjs/common';
import { UsersModule } from '#people/users';
import { DeviceApprovals } from './device-approvals.js';
import { DeviceAuthorizationController } from './device-authorization.controller.js';
import { DeviceController } from './device.controller.js';
import { DevicePages } from './device-pages.js';
import { DeviceQuestions } from './device-questions.js';
import { UserCodeGuesses } from './user-code-guesses.js';

@Module({
  imports: [UsersModule],
  controllers: [DeviceAuthorizationController, DeviceController],
  providers: [DeviceApprovals, DevicePages, DeviceQuestions, UserCodeGuesses],
})
export class DeviceVerificationModule {}
