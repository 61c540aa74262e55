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
import { SECTION_CONTROLLERS } from './settings/section-controllers.js';
import { SettingsController } from './settings/settings.controller.js';

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
    ...SECTION_CONTROLLERS.values(),
  ],
})
export class AdminModule {}
