import { Global, Module } from '@nestjs/common';
import { Changes } from './changes.js';
import { ForeseenEffects } from './effects.js';

@Global()
@Module({ providers: [Changes, ForeseenEffects], exports: [Changes, ForeseenEffects] })
export class ChangesModule {}
