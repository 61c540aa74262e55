import { definePart } from '#platform/http';
import { fill, type Said, type Texts } from '#platform/texts';
import type { Parameters } from '#protocol';
import { IdentityProviders } from '#registry/identity-providers';
import type { User } from '#people/users';
import {
  type MethodContext,
  type MethodPart,
  type SignInMethod,
  SignInMethodProvider,
} from '../sign-in-method.js';
import { IdentifierFirst } from '../../identifier-first.js';
import { Identities } from './identities.js';
import { LastProvider } from './last-provider.js';
import { UpstreamStrategy } from './upstream.strategy.js';

const part = definePart(import.meta.url, '_upstream');

/** An account elsewhere, at one of the identity providers that admins have registered. */
@SignInMethodProvider({
  name: 'upstream',
  kind: 'federated',
  amr: ['fed'],
  primary: true,
  phishingResistant: false,
})
export class UpstreamMethod implements SignInMethod {
  constructor(
    readonly strategy: UpstreamStrategy,
    private readonly providers: IdentityProviders,
    private readonly identities: Identities,
    private readonly last: LastProvider,
    private readonly first: IdentifierFirst,
  ) {}

  get wrong(): Said {
    return (t) => t.upstream.wrong;
  }

  async offers(person: User | undefined): Promise<boolean> {
    return (await this.offered(person)).length > 0;
  }

  async page(
    { interaction, person, browser }: MethodContext,
    typed?: Parameters,
  ): Promise<MethodPart> {
    const fresh = interaction.requirement.freshness !== undefined;
    // Nobody says there when people signed in.
    const able = (await this.offered(person)).filter(
      ({ origin }) => !fresh || origin.kind === 'oidc',
    );
    // Where people are at home is told by the domain of their address.
    const domains = await this.first.asks(interaction, person);
    return {
      part,
      model: {
        title: (t: Texts) => t.upstream.title,
        some: able.length > 0 && !domains,
        domains,
        identifier: typed?.get('identifier'),
      },
      buttons: [
        ...(domains ? [{ id: 'upstream-domain', text: (t: Texts) => t.upstream.goOn }] : []),
        ...this.last.first(able, browser).map(({ id, name }) => ({
          ...{
            id: `upstream-${id}`,
            name: 'provider',
            value: id,
            text: (t: Texts) => fill(t.upstream.signIn, { name }),
          },
        })),
      ],
    };
  }

  /** To somebody who proves once more who they are, those at which they have an account. */
  private async offered(person: User | undefined) {
    const all = await this.providers.offered();
    if (all.length === 0 || person === undefined) return all;
    const theirs = new Set((await this.identities.list(person.sub)).map((one) => one.providerId));
    return all.filter(({ id }) => theirs.has(id));
  }
}
