import { Injectable } from '@nestjs/common';
import { Events } from '#platform/events';
import { Settings } from '#platform/settings';
import type { User } from '#people/users';
import { isWanted } from '#protocol';
import { CLAIMS } from './claims.section.js';
import type { Claims, Occasion } from './token-contributor.js';

/**
 * Limit: bytes of the names of somebody's groups in one token, and of their roles. Tokens travel in headers
 * and addresses, which hold 8 kB at many servers.
 */
const MAX_BYTES = 4096;

/** Tells names that may be very many, and says where there is no room for them. */
@Injectable()
export class ToldNames {
  constructor(
    private readonly settings: Settings,
    private readonly events: Events,
  ) {}

  /**
   * Whether the scope that has the name of the claim opens it here, or it was asked for by its name. In an
   * access token it is for the API, which says whether it wants it; no scope is about a client itself.
   */
  isAsked(claim: 'groups' | 'roles', occasion: Occasion): boolean {
    const { place, scope, requested, resources, ownToken } = occasion;
    const [api, ...others] = resources;
    if (ownToken || place === 'access_token') {
      const wanted = others.length === 0 && api?.accessTokenClaims.includes(claim) === true;
      return wanted && (ownToken || scope.includes(claim));
    }
    return scope.includes(claim) || requested?.has(claim) === true;
  }

  /** @param name what the client calls it */
  async claims(
    claim: 'groups' | 'roles',
    names: readonly string[],
    occasion: Occasion,
    user: User | undefined,
    name: string = claim,
  ): Promise<Claims> {
    const request = occasion.scope.includes(claim) ? undefined : occasion.requested?.get(claim);
    if (request !== undefined && !isWanted(request, names)) return {};
    if (!(await this.isTooMuch(names, occasion))) return { [name]: names };
    this.note(claim, names.length, occasion, user);
    return { [`${claim}_overage`]: true };
  }

  private async isTooMuch(names: readonly string[], { place }: Occasion): Promise<boolean> {
    // Answers have room for all.
    if (place === 'userinfo' || place === 'introspection' || names.length === 0) return false;
    const { groups_in_tokens: most } = await this.settings.of(CLAIMS);
    return names.length > most || Buffer.byteLength(JSON.stringify(names)) > MAX_BYTES;
  }

  /** Programs that read the token alone let fewer in without a word. */
  private note(
    claim: string,
    count: number,
    { client, place }: Occasion,
    user: User | undefined,
  ): void {
    this.events.note({
      type: 'claims.overage',
      actor: { kind: 'client', id: client.id },
      clientId: client.id,
      ...(user === undefined ? {} : { userId: user.sub }),
      facts: { claim, count, place },
    });
  }
}
