import { Module } from '@nestjs/common';
import { ClientsModule } from '#registry/clients';
import { AuthorizeModule } from '#endpoints/authorize';
import { PushedAuthorizationController } from './pushed-authorization.controller.js';

@Module({ imports: [ClientsModule, AuthorizeModule], controllers: [PushedAuthorizationController] })
export class ParModule {}
