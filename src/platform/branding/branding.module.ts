import { Global, Module } from '@nestjs/common';
import { Looks } from '#platform/http';
import { BrandingController } from './branding.controller.js';
import { LanguageController } from './language.controller.js';
import { Branding } from './branding.js';

@Global()
@Module({
  controllers: [BrandingController, LanguageController],
  providers: [Branding, { provide: Looks, useExisting: Branding }],
  exports: [Looks],
})
export class BrandingModule {}
