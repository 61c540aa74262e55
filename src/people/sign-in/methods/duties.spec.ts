import { describe, expect, it } from '@jest/globals';
import type { DiscoveryService } from '@nestjs/core';
import { RegistrableValues } from '#registry/clients';
import {
  type SignInMethod,
  type SignInMethodOptions,
  SignInMethodProvider,
} from './sign-in-method.js';
import { SignInMethods } from './sign-in-methods.js';

const options: SignInMethodOptions = {
  ...{ name: 'badge', kind: 'has', amr: ['hwk'], primary: true, phishingResistant: false },
};
const complete: SignInMethod = {
  strategy: { authenticate: () => undefined },
  offers: () => true,
  page: () => ({ part: { name: '_badge' } }),
  wrong: 'Nobody has this badge.',
};

/** `npm run types` fails where one of these compiles. */
describe('a sign-in method that leaves out a duty does not compile', () => {
  it('in what it does', () => {
    const { strategy, offers, page, wrong } = complete;
    // @ts-expect-error -- who decides
    const undecided: SignInMethod = { offers, page, wrong };
    // @ts-expect-error -- whether it is offered
    const unoffered: SignInMethod = { strategy, page, wrong };
    // @ts-expect-error -- what it shows
    const unseen: SignInMethod = { strategy, offers, wrong };
    // @ts-expect-error -- what it says of a wrong proof
    const silent: SignInMethod = { strategy, offers, page };
    expect([undecided, unoffered, unseen, silent]).toHaveLength(4);
  });

  it('in what it declares', () => {
    const { name, kind, amr, primary, phishingResistant } = options;
    // @ts-expect-error -- what is proven
    SignInMethodProvider({ name, amr, primary, phishingResistant });
    // @ts-expect-error -- what that is called (RFC 8176)
    SignInMethodProvider({ name, kind, primary, phishingResistant });
    // @ts-expect-error -- whether it says who somebody is
    SignInMethodProvider({ name, kind, amr, phishingResistant });
    // @ts-expect-error -- whether it resists phishing
    SignInMethodProvider({ name, kind, amr, primary });
    expect(SignInMethodProvider(options)).toBeInstanceOf(Function);
  });
});

/** Extensions may be written without a compiler. */
describe('one that was not compiled is refused at start', () => {
  const start = (declared: object, method: object) => {
    const Badge = () => undefined;
    SignInMethodProvider(declared as SignInMethodOptions)(Badge);
    const discovery = {
      getProviders: () => [{ instance: method, metatype: Badge }],
    } as unknown as DiscoveryService;
    new SignInMethods(discovery, new RegistrableValues()).onModuleInit();
  };

  it('a complete one is not', () => {
    expect(() => {
      start(options, complete);
    }).not.toThrow();
  });

  it.each(['kind', 'amr', 'primary', 'phishingResistant'])('without %s', (member) => {
    expect(() => {
      start({ ...options, [member]: undefined }, complete);
    }).toThrow(`the sign-in method badge says no ${member}`);
  });

  it.each(['strategy', 'offers', 'page', 'wrong'])('without %s', (member) => {
    expect(() => {
      start(options, { ...complete, [member]: undefined });
    }).toThrow(`the sign-in method badge says no ${member}`);
  });
});
