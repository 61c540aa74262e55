import { Injectable } from '@nestjs/common';
import { type Browser, BrowserBinding, ErrorForPeople } from '#platform/http';
import type { Parameters } from '#protocol';

/** The form of a page to which a mailed link leads. Opening the page changes nothing: programs open links too. */
@Injectable()
export class LinkForms {
  constructor(private readonly browsers: BrowserBinding) {}

  /** @param about what the form does */
  csrf(about: string, link: string, browser: Browser): string {
    return this.browsers.csrfToken(browser, subjectOf(about, link));
  }

  /** The link in a form that this browser was shown. @throws OAuthError */
  take(about: string, form: Parameters, browser: Browser): string {
    form.rejectDuplicates();
    const link = form.get('link') ?? '';
    this.browsers.checkForm(browser, subjectOf(about, link), form.get('csrf'));
    return link;
  }
}

const subjectOf = (about: string, link: string): string => `${about}:${link}`;

/** It was used, is too old, or there is a newer one. */
export const linkOver = (): ErrorForPeople => new ErrorForPeople('linkOver', { status: 400 });
