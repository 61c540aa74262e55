import { Injectable } from '@nestjs/common';
import { Clients } from '#registry/clients';
import { type Consent, Consents } from '#people/consent';
import type { RequestOrigin } from '#platform/http';
import { ResourceServers, ScopeWording, type WordedScope } from '#registry/resources';
import { type Session, Sessions } from '#people/sessions';
import { wayOnTo } from '#people/sign-in';

/** A stored approval with what people call its parts. */
export interface WordedConsent extends Consent {
  readonly clientName: string;
  /** Where the application is at home; absent for one that nobody has verified. */
  readonly uri: string | undefined;
  readonly scopes: WordedScope['scopes'];
}

/** On whose request something ends: the person's, in a browser or through an application. */
export interface Asked {
  readonly userId: string;
  /** The application that asked in the person's name; absent for the page. */
  readonly via?: string;
  readonly origin: RequestOrigin;
}

/**
 * Who has access to a person's account: the browsers they are signed in with, and the applications
 * that they allowed. Ending one of them works at once, with every token that rests on it (attack
 * I34).
 */
@Injectable()
export class OwnAccess {
  constructor(
    private readonly sessionRegistry: Sessions,
    private readonly consentRegistry: Consents,
    private readonly clients: Clients,
    private readonly wording: ScopeWording,
    private readonly resourceServers: ResourceServers,
  ) {}

  sessions(userId: string): Promise<Session[]> {
    return this.sessionRegistry.listOf(userId);
  }

  /** @returns false when the person has no such session, or not any more */
  async endSession(id: string, { userId, via, origin }: Asked): Promise<boolean> {
    return this.sessionRegistry.end({ id, userId }, 'revoked', {
      type: 'session.revoked',
      actor: { kind: 'user', id: userId },
      origin,
      facts: { via },
    });
  }

  async consents(userId: string): Promise<WordedConsent[]> {
    const consents = await this.consentRegistry.listOf(userId);
    return Promise.all(consents.map((consent) => this.inWords(consent)));
  }

  /** @returns false when the person has no such consent, or not any more */
  async withdrawConsent(id: string, { userId, via, origin }: Asked): Promise<boolean> {
    return this.consentRegistry.revoke(id, userId, {
      type: 'consent.revoked',
      actor: { kind: 'user', id: userId },
      origin,
      facts: { via },
    });
  }

  private async inWords(consent: Consent): Promise<WordedConsent> {
    const client = await this.clients.find(consent.clientId);
    // Consent is to a scope of an API, and ended with it.
    const granted = await this.resourceServers.living(consent.granted);
    const { scopes } = await this.wording.of(granted, consent.claims);
    const uri = client === undefined ? undefined : wayOnTo(client)?.uri;
    const clientName = client?.name ?? consent.clientId;
    return { ...consent, granted, clientName, uri, scopes };
  }
}
