import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AllowedMethods } from './allowed-methods.js';
import { AssetsController } from './assets.controller.js';
import { BrowserBinding } from './browser-binding.js';
import { Cookies } from './cookies.js';
import { ExceptionsFilter } from './exceptions.filter.js';

@Global()
@Module({
  controllers: [AssetsController],
  providers: [
    AllowedMethods,
    BrowserBinding,
    Cookies,
    { provide: APP_FILTER, useClass: ExceptionsFilter },
  ],
  exports: [AllowedMethods, BrowserBinding, Cookies],
})
export class HttpModule {}
