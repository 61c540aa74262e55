import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

/** Knows which methods each path answers, to tell 405 from 404 (attacks B19, L24). */
@Injectable()
export class AllowedMethods {
  private readonly routes: { pattern: RegExp; method: string }[] = [];

  watch(instance: FastifyInstance): void {
    instance.addHook('onRoute', ({ method, url }) => {
      const pattern = new RegExp(
        `^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`,
      );
      for (const name of [method].flat()) this.routes.push({ pattern, method: name });
    });
  }

  of(path: string): string[] {
    const matching = this.routes.filter(({ pattern }) => pattern.test(path));
    return [...new Set(matching.map(({ method }) => method))].sort();
  }
}
