import { Injectable } from '@nestjs/common';
import { textsFor } from '#platform/texts';
import { type Client, ClientLogos } from '#registry/clients';
import { hostOf, type PageClient } from './page-parts.js';

/** Clients as people see them. */
@Injectable()
export class PageClients {
  constructor(private readonly logos: ClientLogos) {}

  /** Its logo comes from us: from elsewhere it would tell on the person (attack A26). */
  async of(client: Client | undefined, redirectUri?: string): Promise<PageClient> {
    if (client === undefined) return { name: textsFor().client.yourAccount, firstParty: true };
    const { metadata } = client;
    const { logo_uri: logo } = metadata;
    const shown = logo !== undefined && (await this.logos.canBeShown(logo));
    return {
      name: client.name,
      ...(shown ? { logoUri: `/client-logos/${client.id}` } : {}),
      clientUri: metadata.client_uri,
      policyUri: metadata.policy_uri,
      tosUri: metadata.tos_uri,
      firstParty: metadata.first_party,
      unverified: metadata.unverified,
      redirectHost: redirectUri === undefined ? undefined : hostOf(redirectUri),
    };
  }
}
