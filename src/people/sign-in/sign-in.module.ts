import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConsentModule } from '#people/consent';
import { SessionsModule } from '#people/sessions';
import { UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { ResourcesModule } from '#registry/resources';
import { AccountChoiceController } from './account-choice.controller.js';
import { InteractionController } from './interaction.controller.js';
import { InteractionEntity } from './interaction.entity.js';
import { InteractionPages } from './interaction-pages.js';
import { Interactions } from './interactions.js';
import { PageClients } from './page-clients.js';
import { PasswordStrategy } from './password.strategy.js';

@Module({
  imports: [
    ClientsModule,
    ConsentModule,
    PassportModule,
    ResourcesModule,
    SessionsModule,
    TypeOrmModule.forFeature([InteractionEntity]),
    UsersModule,
  ],
  controllers: [AccountChoiceController, InteractionController],
  providers: [InteractionPages, Interactions, PageClients, PasswordStrategy],
  exports: [Interactions, PageClients],
})
export class SignInModule {}
