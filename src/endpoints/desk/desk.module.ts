import { Module } from '@nestjs/common';
import { AccountModule } from '#endpoints/account';
import { SignInModule } from '#people/sign-in';
import { UsersModule } from '#people/users';
import { Desk } from './desk.js';
import { AttentionController } from './attention.controller.js';
import { DeskClientController } from './client.controller.js';
import { DeskEventsController } from './events.controller.js';
import { FindController } from './find.controller.js';
import { PersonActionController } from './person-action.controller.js';
import { PersonController } from './person.controller.js';

@Module({
  imports: [AccountModule, SignInModule, UsersModule],
  controllers: [
    FindController,
    DeskEventsController,
    AttentionController,
    DeskClientController,
    PersonController,
    PersonActionController,
  ],
  providers: [Desk],
})
export class DeskModule {}
