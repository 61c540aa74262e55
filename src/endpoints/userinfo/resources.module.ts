import { Module } from '@nestjs/common';
import { UsersModule } from '#people/users';
import { UserInfoController } from './userinfo.controller.js';

@Module({ imports: [UsersModule], controllers: [UserInfoController] })
export class ResourcesModule {}
