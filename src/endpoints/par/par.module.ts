import { Module } from '@nestjs/common';
import { AuthorizeModule } from '#endpoints/authorize';
import { PushedAuthorizationController } from './pushed-authorization.controller.js';

@Module({ imports: [AuthorizeModule], controllers: [PushedAuthorizationController] })
export class ParModule {}
