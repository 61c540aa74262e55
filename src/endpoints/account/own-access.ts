import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { Clients } from '#registry/clients';
import { type Consent, Consents } from '#people/consent';
import type { RequestOrigin } from '#platform/http';
import { ScopeWording, type WordedScope } from '#registry/resources';
import { type Session, Sessions } from '#people/sessions';

/** A stored approval with what people call its parts. */
export interface WordedConsent extends Consent {
  readonly clientName: string;
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
    private readonly events: Events,
  ) {}

  sessions(userId: string): Promise<Session[]> {
    return this.sessionRegistry.listOf(userId);
  }

  /** @returns false when the person has no such session, or not any more */
  async endSession(id: string, { userId, via, origin }: Asked): Promise<boolean> {
    const ended = await this.sessionRegistry.end(id, userId, 'revoked');
    if (ended) {
      this.events.note({
        type: 'session.revoked',
        actor: { kind: 'user', id: userId },
        userId,
        object: { kind: 'session', id },
        origin,
        facts: { via },
      });
    }
    return ended;
  }

  async consents(userId: string): Promise<WordedConsent[]> {
    const consents = await this.consentRegistry.listOf(userId);
    return Promise.all(consents.map((consent) => this.inWords(consent)));
  }

  /** @returns false when the person has no such consent, or not any more */
  async withdrawConsent(id: string, { userId, via, origin }: Asked): Promise<boolean> {
    const consent = (await this.consentRegistry.listOf(userId)).find((one) => one.id === id);
    if (consent === undefined || !(await this.consentRegistry.revoke(id, userId))) return false;
    const { clientId } = consent;
    this.events.note({
      type: 'consent.revoked',
      actor: { kind: 'user', id: userId },
      clientId,
      userId,
      object: { kind: 'consent', id },
      origin,
      facts: { via },
    });
    return true;
  }

  private async inWords(consent: Consent): Promise<WordedConsent> {
    const client = await this.clients.find(consent.clientId);
    const { scopes } = await this.wording.of(consent.granted.scope, consent.claims);
    return { ...consent, clientName: client?.name ?? consent.clientId, scopes };
  }
}
