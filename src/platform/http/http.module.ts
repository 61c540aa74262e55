import { Global, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AssetsController } from './assets.controller.js';
import { BrowserBinding } from './browser-binding.js';
import { Cookies } from './cookies.js';
import { ErrorAnswers } from './error-answer.js';
import { ExceptionsFilter } from './exceptions.filter.js';
import { NoticeCookie } from './notice-cookie.js';
import { RefusedRequests } from './refused-requests.js';
import { Shutdown } from './shutdown.js';

@Global()
@Module({
  controllers: [AssetsController],
  providers: [
    BrowserBinding,
    Cookies,
    ErrorAnswers,
    NoticeCookie,
    RefusedRequests,
    Shutdown,
    { provide: APP_FILTER, useClass: ExceptionsFilter },
  ],
  exports: [BrowserBinding, Cookies, NoticeCookie, RefusedRequests, Shutdown],
})
export class HttpModule {}
