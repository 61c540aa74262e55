import type { IncomingHttpHeaders } from 'node:http';
import type { HttpReply } from './request.js';
import { originOf, type RequestOrigin } from './request-origin.js';
import { lookOf, type PageOptions, sendPage } from './security-headers.js';
import type { Wanted } from './views/language.js';
import type { Look } from './views/look.js';
import type { Document } from './views/views.js';

/** The browser of a person: what it sent about itself, and what it is answered. */
export class Browser {
  constructor(private readonly reply: HttpReply) {}

  get origin(): RequestOrigin {
    return originOf(this.reply.request);
  }

  /** How the pages look that it is shown. */
  get look(): Look {
    return lookOf(this.reply.request);
  }

  /** Learns what its person reads, if nothing else is wanted. */
  reads(wanted: Pick<Wanted, 'application' | 'person'>): void {
    const { facts } = this.reply.request;
    facts.wanted = { ...facts.wanted, ...wanted };
  }

  get headers(): IncomingHttpHeaders {
    return this.reply.request.headers;
  }

  /** Tells it one thing more beside the answer; cookies add up. */
  setHeader(name: string, value: string): void {
    void this.reply.header(name, value);
  }

  show(page: Document, options: PageOptions = {}): void {
    sendPage(this.reply, page, options);
  }

  /** 303: what was posted here, a password among it, is posted nowhere else (RFC 9700 §4.12). */
  redirect(uri: string): void {
    void this.reply.redirect(uri, 303);
  }
}
