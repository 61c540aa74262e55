import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Cookies } from '../cookies.js';
import type { HttpRequest } from '../request.js';
import { Looks } from './look.js';

/** The language that somebody chose. */
export const LANGUAGE_COOKIE = 'language';

/** Finds out, before a page is shown, how pages look now. */
@Injectable()
export class LookGuard implements CanActivate {
  constructor(
    private readonly looks: Looks,
    private readonly cookies: Cookies,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { facts, headers } = context.switchToHttp().getRequest<HttpRequest>();
    facts.look = await this.looks.now();
    facts.wanted = { ...facts.wanted, chosen: this.cookies.read({ headers }, LANGUAGE_COOKIE) };
    return true;
  }
}
