import { Injectable } from '@nestjs/common';
import { type Browser, Cookies } from '#platform/http';
import { epochSeconds, mergeFactors } from '#protocol';
import { Sessions } from '#people/sessions';
import { DEVICE_COOKIE, DEVICE_COOKIE_LIFETIME, KnownDevices, type User } from '#people/users';
import { meetsOwn } from './assessment.js';
import type { Interaction } from './interaction.js';
import { Interactions } from './interactions.js';
import type { RegisteredMethod } from './methods/sign-in-method.js';
import { isSame, SignIn } from './sign-in.js';

/** Takes what people have proven. A session is born here and nowhere else. */
@Injectable()
export class Proofs {
  constructor(
    private readonly signIn: SignIn,
    private readonly interactions: Interactions,
    private readonly sessions: Sessions,
    private readonly devices: KnownDevices,
    private readonly cookies: Cookies,
  ) {}

  /**
   * Somebody has proven by `method` that they are `user`. They are signed in when that is all they have to
   * prove for themselves; otherwise what they proved is kept with the interaction, and no session exists.
   * @returns whether they are signed in
   */
  async accept(
    interaction: Interaction,
    { amr, primary, method: { recovers: recovered } }: RegisteredMethod,
    user: User,
    browser: Browser,
  ): Promise<boolean> {
    const { sub: userId, credentialVersion } = user;
    const proof = {
      ...{ method: amr.join('+'), at: epochSeconds() },
      ...(primary ? {} : { second: true }),
      ...(recovered ? { recovered } : {}),
    };
    const session = await this.sessions.current(browser);
    const before = interaction.proven;
    const own = mergeFactors(before?.userId === userId ? before.factors : [], [proof]);
    const theirs = session !== undefined && isSame(session, { userId, credentialVersion });
    const earlier = theirs ? session.factors : [];
    const facts = await this.signIn.factsOf(user, () => Promise.resolve(user), earlier, own);
    let sessionId: string | undefined;
    if (await meetsOwn(facts, proof.at)) {
      const factors = mergeFactors(earlier, own);
      sessionId = await this.sessions.signIn(user, factors, browser);
      const device = this.devices.remember(this.cookies.read(browser, DEVICE_COOKIE), user);
      this.cookies.write(browser, DEVICE_COOKIE, device, { maxAge: DEVICE_COOKIE_LIFETIME });
    }
    const proven = { userId, credentialVersion, factors: own };
    await this.interactions.recordProof(interaction, proven, sessionId);
    return sessionId !== undefined;
  }
}
