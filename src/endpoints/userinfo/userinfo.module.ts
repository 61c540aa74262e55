import { Module } from '@nestjs/common';
import { UsersModule } from '#people/users';
import { ClientsModule } from '#registry/clients';
import { TokensModule } from '#tokens';
import { UserInfoController } from './userinfo.controller.js';

@Module({
  imports: [ClientsModule, TokensModule, UsersModule],
  controllers: [UserInfoController],
})
export class UserInfoModule {}
