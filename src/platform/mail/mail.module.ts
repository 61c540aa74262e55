import { Global, Module } from '@nestjs/common';
import { MailLane } from './mail-lane.js';
import { Mailer } from './mailer.js';
import { Mails } from './mails.js';

@Global()
@Module({ providers: [Mailer, MailLane, Mails], exports: [Mails] })
export class MailModule {}
