import { describe, expect, it } from '@jest/globals';
import type { DiscoveryService } from '@nestjs/core';
import type { Config } from '#platform/config';
import { Granted } from '#protocol';
import { RegistrableValues } from '#registry/clients';
import { type Grant, GrantController, type GrantOptions } from './grant.js';
import { GrantRegistry } from './grant-registry.js';
import type { ClientPlan, SubjectPlan, UserPlan } from './token-plan.js';

class Request {
  grant_type: 'urn:example:grant';
}

const granted = Granted.of([], []);
const complete: GrantOptions<'client'> = {
  ...{ grantType: 'urn:example:grant', request: Request, publicClients: false },
  ...{ speaksFor: 'client', refreshToken: false },
  ...{ specification: 'Example §1', summary: 'An example' },
};

/** `npm run types` fails where one of these compiles. */
describe('a grant that leaves out a duty does not compile', () => {
  it('in its plan', () => {
    // @ts-expect-error -- what its tokens may do
    const unlimited: ClientPlan = { voucher: 'reusable' };
    // @ts-expect-error -- how what was presented is used up
    const endless: ClientPlan = { granted };
    // @ts-expect-error -- on whose authorization its tokens rest
    const nobodys: UserPlan = { granted, voucher: 'reusable' };
    // @ts-expect-error -- whom the other token speaks for
    const subjectless: SubjectPlan = { granted, voucher: 'reusable' };
    expect([unlimited, endless, nobodys, subjectless]).toHaveLength(4);
  });

  it('in what it declares', () => {
    const { speaksFor, refreshToken, publicClients, request, ...rest } = complete;
    const others = { speaksFor, refreshToken, publicClients, request };
    // @ts-expect-error -- whom its tokens speak for
    GrantController({ ...rest, refreshToken, publicClients, request });
    // @ts-expect-error -- whether a refresh token begins
    GrantController({ ...rest, speaksFor, publicClients, request });
    // @ts-expect-error -- whether clients may use it that cannot authenticate
    GrantController({ ...rest, speaksFor, refreshToken, request });
    // @ts-expect-error -- its parameters
    GrantController({ ...rest, speaksFor, refreshToken, publicClients });
    expect(GrantController({ ...rest, ...others })).toBeInstanceOf(Function);
  });

  it('when it plans for somebody else than it declares', () => {
    class ForClients implements Grant<Request, 'client'> {
      async authorize(): Promise<ClientPlan> {
        return { granted, voucher: 'reusable' };
      }
    }
    GrantController(complete)(ForClients);
    // @ts-expect-error -- a plan without an authorization cannot speak for a person
    GrantController<'user'>({ ...complete, speaksFor: 'user' })(ForClients);
    expect(new ForClients()).toBeDefined();
  });
});

/** Extensions may be written without a compiler. */
describe('one that was not compiled is refused at start', () => {
  const start = (options: object, grant: object) => {
    const discovery = {
      getControllers: () => [{ instance: grant }],
      getMetadataByDecorator: () => options,
    } as unknown as DiscoveryService;
    const config = { legacyGrants: new Set() } as unknown as Config;
    new GrantRegistry(discovery, new RegistrableValues(), config).onModuleInit();
  };
  const grant = { authorize: () => undefined };

  it('a complete one is not', () => {
    expect(() => start(complete, grant)).not.toThrow();
  });

  it.each(['speaksFor', 'refreshToken', 'publicClients'])('without %s', (member) => {
    expect(() => start({ ...complete, [member]: undefined }, grant)).toThrow(
      new RegExp(`^the grant type urn:example:grant does not say .*${member}`),
    );
  });

  it('without authorize', () => {
    expect(() => start(complete, {})).toThrow('has no method authorize');
  });
});
