import { Module } from '@nestjs/common';
import { KeysController } from './keys.controller.js';
import { sectionController } from './settings/section.controller.js';
import { SECTIONS, SettingsController } from './settings/settings.controller.js';

@Module({ controllers: [KeysController, SettingsController, ...SECTIONS.map(sectionController)] })
export class AdminModule {}
