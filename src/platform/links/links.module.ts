import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LinkEntity } from './link.entity.js';
import { Links } from './links.js';

@Global()
@Module({
  imports: [TypeOrmModule.forFeature([LinkEntity])],
  providers: [Links],
  exports: [Links],
})
export class LinksModule {}
