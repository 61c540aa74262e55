import { Module } from '@nestjs/common';
import { AuthorizeModule } from '#endpoints/authorize';
import { TokenEndpointModule } from '#endpoints/token';
import { TokensModule } from '#tokens';
import { UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { ExplainController } from './explain/explain.controller.js';
import { Explanations } from './explain/explanations.js';
import { ErrorsController } from './errors/errors.controller.js';
import { EventsController } from './events/events.controller.js';
import { KeysController } from './keys.controller.js';
import { MailController } from './mail/mail.controller.js';
import { sectionController } from './settings/section.controller.js';
import { SECTIONS, SettingsController } from './settings/settings.controller.js';

@Module({
  imports: [AuthorizeModule, ClientsModule, TokenEndpointModule, TokensModule, UsersModule],
  providers: [Explanations],
  controllers: [
    ErrorsController,
    ExplainController,
    EventsController,
    KeysController,
    MailController,
    SettingsController,
    ...SECTIONS.map(sectionController),
  ],
})
export class AdminModule {}
