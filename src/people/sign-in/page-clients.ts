import { Injectable } from '@nestjs/common';
import type { Spoken } from '#platform/texts';
import { Logos } from '#platform/outbound';
import { type Client, Clients, isAddress } from '#registry/clients';
import type { Interaction } from './interaction.js';
import { hostOf, type PageClient } from './page-parts.js';

/** Clients as people see them. */
@Injectable()
export class PageClients {
  constructor(
    private readonly clients: Clients,
    private readonly logos: Logos,
  ) {}

  /** The one for which an interaction is, and where its answer goes. */
  async shownIn({ clientId, parameters }: Interaction) {
    const client = clientId === undefined ? undefined : await this.clients.find(clientId);
    const redirectUri = parameters.get('redirect_uri') ?? client?.metadata.redirect_uris[0];
    return { client, redirectUri, page: await this.of(client, redirectUri) };
  }

  /** Its logo comes from us: from elsewhere it would tell on the person (attack A26). */
  async of(client: Client | undefined, redirectUri?: string): Promise<Spoken<PageClient>> {
    if (client === undefined) return { name: (t) => t.client.yourAccount, firstParty: true };
    const { metadata } = client;
    const { logo_uri: logo } = metadata;
    const shown = logo !== undefined && (await this.logos.canBeShown(logo));
    return {
      name: client.name,
      ...(shown ? { logoUri: `/client-logos/${encodeURIComponent(client.id)}` } : {}),
      clientUri: metadata.client_uri,
      policyUri: metadata.policy_uri,
      tosUri: metadata.tos_uri,
      firstParty: metadata.first_party,
      unverified: metadata.unverified,
      documentHost: isAddress(client.id) ? hostOf(client.id) : undefined,
      redirectHost: redirectUri === undefined ? undefined : hostOf(redirectUri),
    };
  }
}
