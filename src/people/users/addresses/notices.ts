import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Transactions } from '#platform/database';
import { type Event, On, OnNoted } from '#platform/events';
import { type LinkKind, Links } from '#platform/links';
import { browserName } from '#platform/http';
import { type MailKind, Mails } from '#platform/mail';
import { textsFor } from '#platform/texts';
import { UserAggregate } from '../user.aggregate.js';
import type { User } from '../user.js';
import { NOT_ME, OLD_ADDRESS } from './rescue.js';

/** For how long a notice is tried, in seconds. */
const LIFETIME = 24 * 3600;

/** What is said of an event to the person whom it is about. */
const NOTICES: Readonly<Partial<Record<Event['type'], MailKind>>> = {
  'password.changed': 'passwordChanged',
  'authenticator.added': 'authenticatorAdded',
  'authenticator.removed': 'authenticatorRemoved',
  'authenticators.reset': 'authenticatorsReset',
  'identity.linked': 'identityLinked',
  'identity.unlinked': 'identityUnlinked',
  'user.locked': 'locked',
  'user.factors_locked': 'factorsLocked',
  'login.new_browser': 'newBrowser',
  'login.recovered': 'recoveryCodeUsed',
};

/** Tells people by mail what was done to their account, with a link for who did not do it (ASVS 5.0 6.3.7). */
@Injectable()
export class SecurityNotices {
  constructor(
    private readonly aggregate: UserAggregate,
    private readonly links: Links,
    private readonly mails: Mails,
    private readonly transactions: Transactions,
  ) {}

  @On([
    ...(['password.changed', 'authenticator.added', 'authenticator.removed'] as const),
    ...(['authenticators.reset', 'identity.linked', 'identity.unlinked'] as const),
  ])
  async onChange(event: Event, manager: EntityManager): Promise<void> {
    const kind = NOTICES[event.type];
    const user = await this.aggregate.find(event.userId ?? '', manager);
    // One that was taken away has a mail of its own.
    if (kind === undefined || user === undefined || event.facts?.['to'] === 'none') return;
    // An account that begins with it has nobody else to tell.
    if (event.facts?.['by'] === 'creation' || event.facts?.['by'] === 'invitation') return;
    await this.send(manager, kind, NOT_ME, user, { email: user.email, origin: event.origin });
  }

  @OnNoted([
    ...(['authenticator.added', 'authenticator.removed', 'user.locked'] as const),
    ...(['user.factors_locked', 'login.new_browser', 'login.recovered'] as const),
  ])
  async onNoted(event: Event): Promise<void> {
    if (this.mails.on) await this.transactions.run((manager) => this.onChange(event, manager));
  }

  /** The former address is told. It comes back only to who had proven it, and for what they did themselves. */
  @On(['user.changed'])
  async onNewAddress({ userId, actor, facts }: Event, manager: EntityManager): Promise<void> {
    const members = (facts?.['members'] ?? {}) as Readonly<
      Record<string, { from?: unknown; to?: unknown }>
    >;
    const former = members['email']?.from;
    if (typeof former !== 'string') return;
    const user = await this.aggregate.find(userId ?? '', manager);
    if (user === undefined) return;
    const verified = members['email_verified']?.from ?? user.emailVerified;
    if (verified !== true) return;
    const undo = actor.kind === 'user' && actor.id === userId ? OLD_ADDRESS : undefined;
    await this.send(manager, 'addressChanged', undo, user, { email: former });
  }

  private async send(
    manager: EntityManager,
    kind: MailKind,
    undo: LinkKind | undefined,
    { sub: userId, username, claims, disabled }: User,
    { email, origin }: { readonly email: string | undefined; readonly origin?: Event['origin'] },
  ): Promise<void> {
    if (!this.mails.on || email === undefined || disabled) return;
    const id =
      undo === undefined
        ? undefined
        : await this.links.make(manager, {
            ...{ kind: undo, about: `${userId}|${kind}|${email}`, userId, email },
          });
    await this.mails.send(manager, {
      ...{ kind, userId, to: { name: claims.name, address: email, locale: claims.locale } },
      ...(undo === undefined || id === undefined ? {} : { undo: { ...undo, id } }),
      ...{ values: { username, ...placeOf(origin) }, lifetime: LIFETIME },
    });
  }
}

/** Where it was done. */
const placeOf = (origin: Event['origin']) => ({
  browser: browserName(origin?.userAgent, textsFor()),
  address: origin?.ip ?? '',
});
