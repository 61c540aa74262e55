import type { Client } from '#registry/clients';
import type { PageModels } from '#platform/http';
import { textsFor } from '#platform/texts';

type PageClient = PageModels['login']['client'];

/** A client as people see it. Its logo comes from us: from elsewhere it would tell on them (A26). */
export function pageClient(client: Client | undefined, redirectUri?: string): PageClient {
  if (client === undefined) return { name: textsFor().client.yourAccount, firstParty: true };
  const { metadata } = client;
  return {
    name: client.name,
    ...(metadata.logo_uri === undefined ? {} : { logoUri: `/client-logos/${client.id}` }),
    clientUri: metadata.client_uri,
    policyUri: metadata.policy_uri,
    tosUri: metadata.tos_uri,
    firstParty: metadata.first_party,
    unverified: metadata.unverified,
    redirectHost: redirectUri === undefined ? undefined : hostOf(redirectUri),
  };
}

/** Where a redirect URI leads, in the ASCII form that shows look-alikes for what they are (A36). */
export function hostOf(uri: string): string {
  const url = new URL(uri);
  return url.host === '' ? url.protocol : url.host;
}
