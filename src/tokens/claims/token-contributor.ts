import { DiscoveryService } from '@nestjs/core';
import type { User } from '#people/users';
import type { RequestedClaims } from '#protocol';
import type { Client } from '#registry/clients';
import type { ResourceServer } from '#registry/resources';
import type { AccessToken } from '../access-token/access-token.js';

/** Where something is told. */
export type Place = 'id_token' | 'userinfo' | 'access_token' | 'introspection';

/** To whom something is told, and what was asked. */
export interface Occasion {
  readonly place: Place;
  /** That the token was issued to. */
  readonly client: Client;
  readonly scope: readonly string[];
  /** By name (OIDC Core §5.5). */
  readonly requested?: RequestedClaims | undefined;
  /** The APIs that an access token is for. */
  readonly resources: readonly ResourceServer[];
  /** The access token that is written or asked about; undefined for ID tokens and userinfo. */
  readonly token?: AccessToken | undefined;
  /** Whether it is about a token that the client got for itself, and speaks for no person. */
  readonly ownToken: boolean;
  /** Read when somebody has something to tell; undefined when there is none, or not any more. */
  readonly person: () => Promise<User | undefined>;
}

export type Claims = Record<string, unknown>;

/** Knows something about people or tokens, and says where it is told. */
export interface Contribution {
  contribute(occasion: Occasion): Claims | Promise<Claims>;
}

export interface ContributorOptions {
  /** Whether it is asked about tokens too that speak for no person. */
  readonly clientTokens?: boolean;
}

/** Marks a provider that is a {@link Contribution}: to ID tokens, userinfo, access tokens, introspection. */
export const TokenContributor = DiscoveryService.createDecorator<ContributorOptions | undefined>();

/** A contribution with what it declares. */
export interface RegisteredContribution {
  readonly contribution: Contribution;
  readonly clientTokens: boolean;
}

/** Those of all providers. */
export function contributionsOf(discovery: DiscoveryService): RegisteredContribution[] {
  return discovery.getProviders({ metadataKey: TokenContributor.KEY }).map((wrapper) => {
    const options = discovery.getMetadataByDecorator(TokenContributor, wrapper);
    const contribution = wrapper.instance as Contribution;
    if (typeof contribution.contribute !== 'function') {
      throw new Error(`the contributor ${wrapper.name} has no method contribute`);
    }
    return { contribution, clientTokens: options?.clientTokens === true };
  });
}
