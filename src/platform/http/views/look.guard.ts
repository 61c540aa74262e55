import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { HttpRequest } from '../request.js';
import { Looks } from './look.js';

/** Finds out, before a page is shown, how pages look now. */
@Injectable()
export class LookGuard implements CanActivate {
  constructor(private readonly looks: Looks) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { facts } = context.switchToHttp().getRequest<HttpRequest>();
    facts.look = await this.looks.now();
    return true;
  }
}
