import { Injectable } from '@nestjs/common';
import { type Author, RefusedChange } from '#platform/changes';
import { isUniqueViolation } from '#platform/database';
import type { RequestOrigin } from '#platform/http';
import { OAuthError } from '#protocol';
import {
  type Addressee,
  hasPower,
  ProvidedGroups,
  ProvisionedPeople,
  type User,
  UserRepository,
} from '#people/users';
import { Identities, type LinkedBy, type NewIdentity, ProviderEnded } from './identities.js';
import type { IdentityEntity } from './identity.entity.js';
import { ourGroups, type UpstreamAccount } from './upstream-account.js';

/** Who somebody from elsewhere is here. */
export type FoundPerson =
  | { readonly kind: 'person'; readonly user: User }
  /** They would be this one, and have to prove it once. */
  | { readonly kind: 'prove'; readonly user: User }
  | { readonly kind: 'nobody'; readonly reason: string; readonly error: OAuthError };

/**
 * Finds out who somebody from elsewhere is here (attack I22): by provider and subject, and by an address only
 * where that is proven on both sides and the provider speaks for its domain. Nobody is linked silently.
 */
@Injectable()
export class UpstreamPeople {
  constructor(
    private readonly identities: Identities,
    private readonly users: UserRepository,
    private readonly provisioned: ProvisionedPeople,
    private readonly groups: ProvidedGroups,
  ) {}

  /** @param only whether somebody is meant who is known already */
  async find(
    account: UpstreamAccount,
    origin: RequestOrigin,
    { known: only = false } = {},
  ): Promise<FoundPerson> {
    const known = await this.identities.find(account.provider.id, account.subject);
    if (known !== undefined) return this.known(known, account, origin);
    if (only) return nobody('the account elsewhere is not linked to the person who is asked');
    const email = account.verifiedEmail;
    const here = email === undefined ? undefined : await this.provisioned.addressee(email);
    try {
      const found =
        here === undefined
          ? await this.newcomer(account, origin)
          : await this.withAddress(here, account, origin);
      return found.kind === 'person' ? await this.upToDate(found.user, account, origin) : found;
    } catch (error) {
      if (error instanceof ProviderEnded) return nobody('the provider was disabled meanwhile');
      // The same person in another tab was first, or somebody else took the address.
      if (!isUniqueViolation(error) && !(error instanceof RefusedChange)) throw error;
      const first = await this.identities.find(account.provider.id, account.subject);
      return first === undefined
        ? nobody('their address or their invitation was taken meanwhile')
        : this.known(first, account, origin);
    }
  }

  private async known(
    { id, userId }: IdentityEntity,
    account: UpstreamAccount,
    origin: RequestOrigin,
  ): Promise<FoundPerson> {
    const user = await this.users.find(userId);
    if (user === undefined || user.disabled) return nobody('the account is disabled');
    await this.identities.touch(id);
    const fresh =
      account.provider.sync === 'each'
        ? await this.provisioned.refresh(user, profileOf(account), authorOf(userId, origin))
        : user;
    return this.upToDate(fresh, account, origin);
  }

  private async withAddress(
    here: Addressee,
    account: UpstreamAccount,
    origin: RequestOrigin,
  ): Promise<FoundPerson> {
    const { user, hasOwnWayIn, invitation, proven } = here;
    const { provider, verifiedEmail = '' } = account;
    const author = authorOf(user.sub, origin);
    if (user.disabled) return nobody('the account of this address is disabled');
    const domain = verifiedEmail.split('@').at(-1)?.toLowerCase() ?? '';
    const speaks = provider.domains.includes(domain);
    if (hasPower(user) && !hasOwnWayIn) return nobody('an admin has to prove who they are here');
    if (invitation !== undefined && provider.provisioning !== 'off') {
      const insert = this.inserting(account, 'invitation', author);
      const accepted = await this.provisioned.accept(here, profileOf(account), author, insert);
      return { kind: 'person', user: accepted };
    }
    if (!proven || !speaks) {
      return nobody('somebody else has this address, and the provider does not speak for it');
    }
    if (hasOwnWayIn) return { kind: 'prove', user };
    if (!provider.ownsDomains) {
      return nobody('the account of this address can prove nothing, and the domain is not its own');
    }
    const linked = await this.identities.link(user.sub, identityOf(account), 'domain', author);
    return linked ? { kind: 'person', user } : nobody('the account elsewhere is somebody else’s');
  }

  private async newcomer(account: UpstreamAccount, origin: RequestOrigin): Promise<FoundPerson> {
    if (account.provider.provisioning !== 'create') return nobody('nobody has invited them');
    const user = await this.provisioned.create(
      profileOf(account),
      (sub) => authorOf(sub, origin),
      (manager, sub) => this.inserting(account, 'creation', authorOf(sub, origin))(manager, sub),
    );
    return { kind: 'person', user };
  }

  private inserting(account: UpstreamAccount, by: LinkedBy, author: Author) {
    return (manager: Parameters<Identities['insert']>[0], sub: string) =>
      this.identities.insert(manager, sub, identityOf(account), { by, author });
  }

  /** In our groups as the provider says. */
  private async upToDate(
    user: User,
    account: UpstreamAccount,
    origin: RequestOrigin,
  ): Promise<FoundPerson> {
    const { provider, groups } = account;
    if (provider.groupsClaim === undefined || Object.keys(provider.groups).length === 0) {
      return { kind: 'person', user };
    }
    const wanted = ourGroups(provider, groups ?? []);
    const author = authorOf(user.sub, origin);
    return { kind: 'person', user: await this.groups.sync(user, provider.id, wanted, author) };
  }
}

export function identityOf({ provider, subject, members }: UpstreamAccount): NewIdentity {
  return { provider, subject, email: members.email?.slice(0, 320) };
}

/** @param reason for admins, who are asked about it */
function nobody(reason: string): FoundPerson {
  const error = OAuthError.accessDenied('Nobody here has this account.', reason).refusedBy({
    ...{ check: 'upstream-people', spec: 'OIDC Core §5.7', got: reason },
    expected: 'an account elsewhere that is linked to somebody here, or may be',
  });
  return { kind: 'nobody', reason, error };
}

const authorOf = (sub: string, origin: RequestOrigin): Author => ({
  ...{ actor: { kind: 'user', id: sub }, origin },
});

const profileOf = ({ members, verifiedEmail }: UpstreamAccount) => ({
  ...{ members, email: verifiedEmail },
});
