import { Injectable } from '@nestjs/common';
import { type ClientPolicy, RegistrableValues, SAFE_POLICY } from '#registry/clients';
import { Problem } from '#platform/http';
import { displayTextError, epochSeconds, parseScope } from '#protocol';
import { ADMIN_SCOPES } from '#registry/resources';
import type { CreateInitialAccessTokenRequest } from './initial-access-token.request.js';
import {
  type InitialAccessToken,
  InitialAccessTokenRepository,
} from '../initial-access-token.repository.js';

const ONE_DAY = 24 * 3600;

/** What admins do with initial access tokens. */
@Injectable()
export class InitialAccessTokenAdministration {
  constructor(
    private readonly repository: InitialAccessTokenRepository,
    private readonly offered: RegistrableValues,
  ) {}

  list(after: string, limit: number): Promise<InitialAccessToken[]> {
    return this.repository.list(after, limit);
  }

  /** @throws Problem 400 */
  async create(
    body: CreateInitialAccessTokenRequest,
  ): Promise<{ token: InitialAccessToken; value: string }> {
    const now = epochSeconds();
    const { name, max_uses: maxUses = 1, expires_at: expiresAt = now + ONE_DAY } = body;
    const policy: ClientPolicy = body.policy ?? SAFE_POLICY;
    const faults = {
      name: displayTextError(name, 200),
      expires_at: expiresAt > now ? undefined : 'It would have expired already.',
      'policy.grant_types': this.grantTypesError(policy),
      'policy.scope': scopeError(policy),
    };
    const found = Object.entries(faults).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    if (found.length > 0) {
      const detail = 'Some members are missing or malformed.';
      throw Problem.badRequest(detail, Object.fromEntries(found));
    }
    return this.repository.create({ name, maxUses, expiresAt, policy });
  }

  /** Clients that are registered with it stay. @throws Problem 404 */
  async withdraw(id: string): Promise<void> {
    if (!(await this.repository.withdraw(id))) throw Problem.notFound('initial access token');
  }

  private grantTypesError({ grant_types: grants }: ClientPolicy): string | undefined {
    const offered = this.offered.grantTypes;
    if (grants.every((grant) => offered.has(grant))) return undefined;
    return `It may contain: ${[...offered].sort().join(' ')}.`;
  }
}

/** Power over Gatehouse is given to clients one by one (attack M11). */
function scopeError({ scope }: ClientPolicy): string | undefined {
  const names = scope === '' ? [] : parseScope(scope);
  if (names === undefined) return 'It must be scope names separated by single spaces.';
  const powers = names.filter((name) => ADMIN_SCOPES.has(name));
  if (powers.length === 0) return undefined;
  return `Clients that register themselves cannot have: ${powers.join(' ')}.`;
}
