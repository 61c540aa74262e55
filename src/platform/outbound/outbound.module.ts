import { Global, Module } from '@nestjs/common';
import { OutboundDocuments } from './outbound-documents.js';
import { PublishedKeys } from './published-keys.js';
import { RemoteKeySets } from './remote-key-sets.js';

@Global()
@Module({
  providers: [OutboundDocuments, PublishedKeys, RemoteKeySets],
  exports: [OutboundDocuments, PublishedKeys],
})
export class OutboundModule {}
