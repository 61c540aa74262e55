import { Injectable } from '@nestjs/common';
import type { Client, TokenExchangePolicy } from '#registry/clients';
import {
  coversScope,
  Granted,
  isOidcScope,
  namesResource,
  OAuthError,
  type Refusal,
} from '#protocol';
import { ResourceServers } from '#registry/resources';
import { Targets } from '#tokens';
import type { Subject } from './subject.js';

/** Finds out what the new token may do and where: never more than each party may by itself. */
@Injectable()
export class ExchangeTargets {
  constructor(
    private readonly targets: Targets,
    private readonly resourceServers: ResourceServers,
  ) {}

  /**
   * @param scope as requested
   * @param requested identifiers of resource servers
   * @throws OAuthError `invalid_scope`, or `invalid_target` when nothing is left that the subject
   *   token, the client's policy and the request have in common
   */
  async resolve(
    client: Client,
    policy: TokenExchangePolicy,
    subject: Subject,
    scope: string | undefined,
    requested: readonly string[],
  ): Promise<Granted> {
    const known = scope === undefined ? undefined : await this.targets.known(scope);
    const wanted = narrowed(known, subject.granted.scope, client);
    const allowed = await this.allowed(subject.granted.only(wanted), policy);
    const refusal: Omit<Refusal, 'got'> = {
      ...{ check: 'exchange-targets', spec: 'RFC 8693 §2.1' },
      expected: `scopes of the subject token at: ${policy.audiences.join(' ')}`,
    };
    const target = await this.targets.narrow(allowed, [...new Set(requested)]);
    if (scope !== undefined && !coversScope(target.scope, wanted)) {
      throw OAuthError.invalidTarget(
        'A requested scope does not belong to an allowed resource.',
      ).refusedBy({ ...refusal, got: { scope: wanted, resource: requested } });
    }
    // A resource that was not asked for and where the token could do nothing is left out.
    const resources = target.resources.filter(
      ({ identifier, scopes }) =>
        namesResource(requested, identifier) || target.scope.some((name) => scopes.has(name)),
    );
    if (resources.length === 0) {
      throw OAuthError.invalidTarget().refusedBy({
        ...refusal,
        got: { scope: target.scope, resource: requested },
      });
    }
    return Granted.of(target.scope, resources);
  }

  /** Power over Gatehouse itself is not handed on, whatever a policy says. */
  private async allowed(granted: Granted, { audiences }: TokenExchangePolicy): Promise<Granted> {
    let allowed = granted;
    for (const id of granted.resources) {
      const server = await this.resourceServers.find(id);
      if (this.resourceServers.isOwn(id) || !namesResource(audiences, server?.identifier ?? ''))
        allowed = allowed.without(id);
    }
    return allowed;
  }
}

/** The APIs' scopes only: who somebody is stays between them and the client they signed in to. */
function narrowed(
  requested: readonly string[] | undefined,
  held: readonly string[],
  client: Client,
): readonly string[] {
  const possible = held.filter((name) => !isOidcScope(name) && client.scopes.has(name));
  if (requested === undefined) return possible;
  if (!coversScope(possible, requested)) {
    throw OAuthError.invalidScope('The scope exceeds the subject token or client.').refusedBy({
      ...{ check: 'exchange-targets', spec: 'RFC 8693 §2.1' },
      expected: `scopes that the subject token and the client have: ${possible.join(' ')}`,
      got: { scope: requested },
    });
  }
  return requested;
}
