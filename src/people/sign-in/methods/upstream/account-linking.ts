import { Injectable } from '@nestjs/common';
import { type Browser, ErrorForPeople } from '#platform/http';
import { type Session, Sessions } from '#people/sessions';
import { Identities } from './identities.js';
import { type Journey, Journeys } from '../../journeys.js';
import type { UpstreamVisit } from './upstream-client.js';
import { identityOf } from './upstream-people.js';
import { UpstreamVisits } from './upstream-visits.js';

/** What is remembered while somebody is there to link their account to this one. */
interface Linking {
  readonly userId: string;
  readonly sessionId: string;
  /** Where they go on. */
  readonly returnTo: string;
}

/** Somebody who is signed in links an account elsewhere to theirs: they sign in there for nothing else. */
@Injectable()
export class AccountLinking {
  constructor(
    private readonly upstream: UpstreamVisits,
    private readonly identities: Identities,
    private readonly journeys: Journeys,
    private readonly sessions: Sessions,
  ) {}

  /** Sends them there. They have just proven who they are. @throws OAuthError when there is no such provider */
  async leave(providerId: string, session: Session, returnTo: string, browser: Browser) {
    const provider = await this.upstream.offered(providerId);
    if (provider === undefined) throw new ErrorForPeople('nothingHere', { status: 404 });
    const { url, visit } = await this.upstream.begin(provider, {});
    const linking: Linking = { userId: session.userId, sessionId: session.id, returnTo };
    const what = { uid: '', name: 'upstream', path: 'upstream', session: { visit, linking } };
    this.journeys.begin(what, browser);
    browser.redirect(url);
  }

  /** @returns false when they left to sign in, and not to link */
  async comeBack({ session: kept }: Journey, url: string, browser: Browser): Promise<boolean> {
    const linking = kept['linking'] as Linking | undefined;
    if (linking === undefined) return false;
    const session = await this.sessions.current(browser);
    // Whoever signed out or is somebody else by now links nothing (attack I22).
    if (session?.id !== linking.sessionId || session.userId !== linking.userId) {
      throw new ErrorForPeople('interactionOver');
    }
    const account = await this.upstream.end(url, kept['visit'] as UpstreamVisit);
    if (!('subject' in account)) throw new ErrorForPeople('notLinked');
    const { userId } = linking;
    const author = { actor: { kind: 'user', id: userId } as const, origin: browser.origin };
    const linked = await this.identities.link(userId, identityOf(account), 'account', author);
    if (!linked) throw new ErrorForPeople('linkedElsewhere');
    browser.redirect(linking.returnTo);
    return true;
  }
}
