import { Global, Module } from '@nestjs/common';
import { Looks } from '#platform/http';
import { BrandingController } from './branding.controller.js';
import { Branding } from './branding.js';

@Global()
@Module({
  controllers: [BrandingController],
  providers: [Branding, { provide: Looks, useExisting: Branding }],
  exports: [Looks],
})
export class BrandingModule {}
