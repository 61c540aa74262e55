import { Module } from '@nestjs/common';
import { AuthenticationContexts } from './authentication-contexts.js';

@Module({ providers: [AuthenticationContexts], exports: [AuthenticationContexts] })
export class AuthenticationModule {}
