import { Module } from '@nestjs/common';
import { UsersModule } from '../users/index.js';
import { UserInfoController } from './userinfo.controller.js';

@Module({ imports: [UsersModule], controllers: [UserInfoController] })
export class ResourcesModule {}
