import { Module } from '@nestjs/common';
import { UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { ErrorsController } from './errors/errors.controller.js';
import { EventsController } from './events/events.controller.js';
import { KeysController } from './keys.controller.js';
import { MailController } from './mail/mail.controller.js';
import { sectionController } from './settings/section.controller.js';
import { SECTIONS, SettingsController } from './settings/settings.controller.js';

@Module({
  imports: [ClientsModule, UsersModule],
  controllers: [
    ErrorsController,
    EventsController,
    KeysController,
    MailController,
    SettingsController,
    ...SECTIONS.map(sectionController),
  ],
})
export class AdminModule {}
