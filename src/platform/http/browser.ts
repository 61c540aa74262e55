import type { IncomingHttpHeaders } from 'node:http';
import type { HttpReply } from './request.js';
import { originOf, type RequestOrigin } from './request-origin.js';
import { type PageOptions, sendPage } from './security-headers.js';

/** The browser of a person: what it sent about itself, and what it is answered. */
export class Browser {
  constructor(private readonly reply: HttpReply) {}

  get origin(): RequestOrigin {
    return originOf(this.reply.request);
  }

  get headers(): IncomingHttpHeaders {
    return this.reply.request.headers;
  }

  /** Tells it one thing more beside the answer; cookies add up. */
  setHeader(name: string, value: string): void {
    void this.reply.header(name, value);
  }

  show(html: string, options: PageOptions = {}): void {
    sendPage(this.reply, html, options);
  }

  /** 303: what was posted here, a password among it, is posted nowhere else (RFC 9700 §4.12). */
  redirect(uri: string): void {
    void this.reply.redirect(uri, 303);
  }
}
