import { Injectable } from '@nestjs/common';
import { type Granted, isOidcScope } from '#protocol';
import type { Text } from '#platform/texts';
import { ResourceServers } from './resource-servers.js';

/** A scope as people read it. */
export interface WordedScope {
  readonly scopes: readonly { readonly name: string; readonly description: Text }[];
  /** The APIs that it opens, each once. */
  readonly resources: readonly { readonly name: string }[];
}

/** Puts into words what an application may do, for the people who allow it. */
@Injectable()
export class ScopeWording {
  constructor(private readonly resourceServers: ResourceServers) {}

  /**
   * A scope that exists no more is told by its name: it can still be part of an old consent.
   * @param claims asked for by name, beside what the scope opens
   */
  async of(granted: Granted, claims: Iterable<string> = []): Promise<WordedScope> {
    const scopes: { name: string; description: Text }[] = [];
    const resources: { name: string }[] = [];
    for (const name of granted.scope.filter(isOidcScope)) {
      scopes.push({ name, description: (t) => inWords(t.scopes.ofOpenId, name) });
    }
    for (const id of granted.resources) {
      const server = await this.resourceServers.find(id);
      for (const name of granted.at(id)) {
        scopes.push({ name, description: server?.scopes.get(name) ?? name });
      }
      if (server !== undefined) resources.push({ name: server.name });
    }
    for (const name of claims) {
      scopes.push({ name, description: (t) => inWords(t.scopes.ofClaims, name) });
    }
    return { scopes, resources };
  }
}

function inWords(texts: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(texts, name) ? (texts[name] ?? name) : name;
}
