import { Module } from '@nestjs/common';
import { AuthorizationModule } from '#endpoints/authorize';
import { PushedAuthorizationController } from './pushed-authorization.controller.js';

@Module({ imports: [AuthorizationModule], controllers: [PushedAuthorizationController] })
export class ParModule {}
