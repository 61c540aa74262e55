import { Global, Module } from '@nestjs/common';
import { Logos } from './logos.js';
import { OutboundDocuments } from './outbound-documents.js';
import { PublishedKeys } from './published-keys.js';
import { RemoteKeySets } from './remote-key-sets.js';

@Global()
@Module({
  providers: [Logos, OutboundDocuments, PublishedKeys, RemoteKeySets],
  exports: [Logos, OutboundDocuments, PublishedKeys],
})
export class OutboundModule {}
