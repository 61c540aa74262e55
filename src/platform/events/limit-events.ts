import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ANONYMOUS, RefusedRequests } from '#platform/http';
import { Events } from './events.js';

/** Notes which limit a request was refused for, and for how long. */
@Injectable()
export class LimitEvents implements OnModuleInit {
  constructor(
    private readonly refusedRequests: RefusedRequests,
    private readonly events: Events,
  ) {}

  onModuleInit(): void {
    this.refusedRequests.listen(({ error: { limit, headers }, origin }) => {
      if (limit === undefined) return;
      const facts = { limit, seconds: Number(headers['retry-after']) };
      this.events.note({ type: 'limit.reached', actor: ANONYMOUS, origin, facts });
    });
  }
}
