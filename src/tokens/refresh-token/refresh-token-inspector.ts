import { Injectable } from '@nestjs/common';
import { Clients } from '#registry/clients';
import { epochSeconds } from '#protocol';
import { AuthorizationRepository } from '../authorization/authorization.repository.js';
import type { StoredAuthorization } from '../authorization/stored-authorization.js';
import { standing } from '../authorization/standing.js';
import { Targets } from '../targets.js';
import { RefreshTokenFormat } from './refresh-token-format.js';

/** Tells what a refresh token is, without using it. */
@Injectable()
export class RefreshTokenInspector {
  constructor(
    private readonly format: RefreshTokenFormat,
    private readonly repository: AuthorizationRepository,
    private readonly clients: Clients,
    private readonly targets: Targets,
  ) {}

  /** Whether it is a refresh token of ours, dead or alive. Asks nobody. */
  isOurs(token: string): boolean {
    return this.format.read(token) !== undefined;
  }

  /** The authorization that a token of ours belongs to, dead or alive. */
  async find(token: string): Promise<StoredAuthorization | undefined> {
    const identity = this.format.read(token);
    if (identity === undefined) return undefined;
    return (await this.repository.find(identity.authorizationId))?.authorization;
  }

  /** The same, only if the token could be used now. */
  async findLive(token: string): Promise<StoredAuthorization | undefined> {
    const identity = this.format.read(token);
    if (identity === undefined) return undefined;
    const stored = await this.repository.find(identity.authorizationId);
    if (stored === undefined) return undefined;
    const { authorization, foundations } = stored;
    const now = epochSeconds();
    const current =
      identity.generation === authorization.refreshGeneration &&
      (authorization.refreshExpiresAt ?? 0) > now;
    const client = await this.clients.find(authorization.clientId);
    const reachable = await this.targets.reaches(authorization.granted);
    const live =
      current && reachable && standing(authorization, foundations, client, now) === undefined;
    // It could not be used by a client that lost the grant.
    return live && client?.grantTypes.has('refresh_token') === true ? authorization : undefined;
  }
}
