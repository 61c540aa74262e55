import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type Browser, BrowserBinding, NoticeCookie } from '#platform/http';
import type { Spoken, Texts } from '#platform/texts';
import type { Parameters } from '#protocol';
import { EventsController } from '#endpoints/admin';
import type { LiveSession } from '#people/sessions';
import { UserRepository } from '#people/users';
import type { DeskFrame } from './desk.pages.js';
import { notHere, Visitor } from './visitor.js';

export type DeskNotice = keyof Texts['desk']['notices'];

const subjectOf = ({ id }: Pick<LiveSession, 'id'>): string => `desk:${id}`;

/** What the pages of the desk have in common: who is let in, menu, notice, and the anti-CSRF value of forms. */
@Injectable()
export class Desk {
  constructor(
    private readonly modules: ModuleRef,
    private readonly users: UserRepository,
    private readonly browsers: BrowserBinding,
    private readonly notices: NoticeCookie,
  ) {}

  /** @throws ErrorForPeople 404 to those who have nothing to do here */
  async admit(session: LiveSession, browser: Browser): Promise<Visitor> {
    const user = await this.users.find(session.userId);
    browser.reads({ person: user?.claims.locale });
    const visitor = new Visitor(session, browser, this.modules);
    if (!visitor.isLetIn) throw notHere();
    return visitor;
  }

  frameFor(visitor: Visitor): Spoken<DeskFrame> {
    const { session, browser } = visitor;
    const notice = this.notices.take(session.id, browser);
    const isOurs = notice?.startsWith('desk-') === true;
    return {
      seesEvents: visitor.may(EventsController, 'list'),
      notice: isOurs ? (t) => t.desk.notices[notice as DeskNotice] : undefined,
    };
  }

  csrfToken({ session, browser }: Visitor): string {
    return this.browsers.csrfToken(browser, subjectOf(session));
  }

  /**
   * Refuses what is not a form of these pages, shown in this browser and this session (attack A29).
   * @throws OAuthError 403 `access_denied`, 400 `invalid_request`
   */
  checkForm(form: Parameters, { session, browser }: Visitor): void {
    this.browsers.checkForm(browser, subjectOf(session), form.get('csrf'));
    form.rejectDuplicates();
  }

  leave(notice: DeskNotice, { session, browser }: Visitor, page: string): void {
    this.notices.leave(notice, session.id, browser);
    browser.redirect(page);
  }
}
