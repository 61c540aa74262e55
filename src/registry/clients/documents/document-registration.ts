import { Injectable } from '@nestjs/common';
import { RefusedChange } from '#platform/changes';
import { readMembers, type RequestOrigin } from '#platform/http';
import { OutboundDocuments, OutboundError } from '#platform/outbound';
import { ClientMetadataRequest } from '../admin/client.request.js';
import { ClientChanges } from '../client-changes.js';
import { ClientExpiry } from '../client-expiry.js';
import type { Client } from '../client.js';
import { planDocumentClient } from './plan-document-client.js';

/** Registers clients as their documents describe them, and changes them as those change. */
@Injectable()
export class DocumentRegistration {
  constructor(
    private readonly documents: OutboundDocuments,
    private readonly changes: ClientChanges,
    private readonly expiry: ClientExpiry,
  ) {}

  /** @throws OutboundError when there is no document, RefusedChange when it cannot be used */
  async follow(clientId: string, before: Client | undefined, origin: RequestOrigin): Promise<void> {
    const document = await this.documents.getJson(clientId);
    if (typeof document !== 'object' || document === null || Array.isArray(document)) {
      throw new OutboundError('no JSON object');
    }
    const { instance, faults } = await readMembers(ClientMetadataRequest, document, 'drop');
    const [fault] = faults;
    if (fault !== undefined) throw new RefusedChange({ pointer: '', detail: fault.detail ?? '' });
    const described = { metadata: instance, claims: document };
    const circumstances = await this.changes.ownCircumstances();
    const expiresAt = this.expiry.ofUseNow();
    const planOf = (known: Client | undefined) =>
      planDocumentClient(clientId, described, { before: known, expiresAt }, circumstances);
    const author = { actor: { kind: 'client', id: clientId }, origin } as const;
    if (before === undefined) {
      await this.changes.create(() => planOf(undefined), author, undefined, clientId);
    } else {
      await this.changes.change(clientId, planOf, author);
    }
  }
}
