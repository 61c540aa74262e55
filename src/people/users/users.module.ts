import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FirstAdmin } from './credentials/first-admin.js';
import { GuessingLimits } from './credentials/guessing-limits.js';
import { KnownDevices } from './credentials/known-devices.js';
import { PasswordLinks } from './credentials/password-links.js';
import { PasswordChange } from './credentials/password-change.js';
import { PasswordSignIn } from './credentials/password-sign-in.js';
import { UserAdministration } from './admin/user-administration.js';
import { UserUnlocking } from './admin/user-unlocking.js';
import { UsersController } from './admin/users.controller.js';
import { UserAggregate } from './user.aggregate.js';
import { UserEntity } from './user.entity.js';
import { UserRepository } from './user.repository.js';

@Module({
  imports: [TypeOrmModule.forFeature([UserEntity])],
  controllers: [UsersController],
  providers: [
    FirstAdmin,
    GuessingLimits,
    KnownDevices,
    PasswordChange,
    PasswordLinks,
    PasswordSignIn,
    UserAdministration,
    UserAggregate,
    UserRepository,
    UserUnlocking,
  ],
  exports: [
    FirstAdmin,
    KnownDevices,
    PasswordChange,
    PasswordLinks,
    PasswordSignIn,
    UserRepository,
  ],
})
export class UsersModule {}
