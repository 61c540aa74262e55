import { Injectable } from '@nestjs/common';
import { Cookies } from '#platform/http';
import { epochSeconds, type Factors, mergeFactors } from '#protocol';
import { type LiveSession, Sessions } from '#people/sessions';
import { DEVICE_COOKIE, DEVICE_COOKIE_LIFETIME, KnownDevices, type User } from '#people/users';
import { type Facts, leansOnTrust, meetsOwn } from './assessment.js';
import { asOf, type Interaction, isSame, type KeptUpstream } from './interaction.js';
import { Interactions } from './interactions.js';
import type { ProofDetails, RegisteredMethod } from './methods/sign-in-method.js';
import { causeOf, type Sending } from './sent.js';
import { SignIn, trustFor } from './sign-in.js';

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
   * What somebody proved for this request counts under the password that they have just chosen.
   * @returns whether they are signed in
   */
  async carryOver(sent: Sending, user: User): Promise<boolean> {
    const own = sent.interaction.proven?.factors ?? [];
    const facts = await this.factsOf(sent, user, undefined, own);
    return (await this.keep(sent, user, facts)).sessionId !== undefined;
  }

  /**
   * Somebody has proven by `method` that they are `user`. They are signed in when that is all they have to
   * prove for themselves; otherwise what they proved is kept with the interaction, and no session exists.
   * @returns the id of their session, if they are signed in, and the sign-in elsewhere that counts
   */
  async accept(
    { amr, primary, method: { recovers: recovered } }: RegisteredMethod,
    user: User,
    sent: Sending,
    details?: ProofDetails,
  ): Promise<Accepted> {
    const { interaction, browser } = sent;
    const then = asOf(user);
    const now = epochSeconds();
    const proof = {
      ...{ method: amr.join('+'), at: details?.at ?? now },
      ...(primary ? {} : { second: true }),
      ...(recovered ? { recovered } : {}),
    };
    const session = await this.sessions.current(browser);
    const before = interaction.proven;
    const own = mergeFactors(before !== undefined && isSame(before, then) ? before.factors : [], [
      proof,
    ]);
    const here = session !== undefined && isSame(session, then) ? session : undefined;
    const facts = await this.factsOf(sent, user, here, own);
    return this.keep(sent, user, facts, details);
  }

  private factsOf(
    { interaction: { requirement }, browser }: Sending,
    user: User,
    session: LiveSession | undefined,
    own: Factors,
  ): Promise<Facts> {
    const isTrusted = () => this.sessions.trusted.knows(browser, user.sub);
    const trust = trustFor(requirement, isTrusted);
    return this.signIn.factsOf(user, () => Promise.resolve(user), session, own, trust);
  }

  private async trustAsAsked(sent: Sending, user: User, own: Factors): Promise<void> {
    if (asksForTrust(sent, own)) await this.sessions.trusted.trust(user, sent.browser);
  }

  private async keep(
    sent: Sending,
    user: User,
    facts: Facts,
    details?: ProofDetails,
  ): Promise<Accepted> {
    const { interaction, browser } = sent;
    const { sub: userId } = user;
    const { earlier, own } = facts;
    const now = epochSeconds();
    let sessionId: string | undefined;
    let newBrowser = false;
    const upstream = upstreamOf(interaction, userId, details);
    const keep = wishOf(sent);
    if (await meetsOwn(facts, now)) {
      const factors = mergeFactors(earlier, own);
      const epoch = upstream?.linksTo === undefined ? upstream?.epoch : undefined;
      const asked = own.some(({ second }) => second !== true);
      const kept = asked ? keep : undefined;
      const how = { providerEpoch: epoch, cause: causeOf(sent), kept };
      const trusted = await leansOnTrust(facts, now);
      if (trusted) await this.sessions.trusted.use(browser, userId);
      sessionId = await this.sessions.signIn(user, factors, browser, { ...how, trusted });
      if (!trusted) await this.trustAsAsked(sent, user, own);
      const held = this.cookies.read(browser, DEVICE_COOKIE);
      newBrowser = !this.devices.hasSeen(held, user);
      const device = this.devices.remember(held, user);
      this.cookies.write(browser, DEVICE_COOKIE, device, { maxAge: DEVICE_COOKIE_LIFETIME });
    }
    const proven = { ...asOf(user), factors: own };
    await this.interactions.recordProof(interaction, proven, { sessionId, upstream, keep });
    return { sessionId, upstream, newBrowser };
  }
}

/** Whether they gave a second factor, and want not to be asked for it here. */
const asksForTrust = ({ form }: Sending, own: Factors): boolean =>
  form.get('trust') === 'on' && own.some(({ second, recovered }) => second && !recovered);

/** Whether they ask to stay signed in: with the first form, for all that follow on it. */
function wishOf({ form, interaction }: Sending): boolean {
  return form.has('username') || form.has('credential')
    ? form.get('keep') === 'on'
    : interaction.keep;
}

/** What came of a proof. */
export interface Accepted {
  readonly sessionId: string | undefined;
  readonly upstream: KeptUpstream | undefined;
  /** Whether they have never signed in there before. */
  readonly newBrowser: boolean;
}

/** The sign-in elsewhere on which this one rests, or that becomes this person's by it. */
function upstreamOf(
  { upstream, proven }: Interaction,
  userId: string,
  details: ProofDetails | undefined,
): KeptUpstream | undefined {
  if (details !== undefined) return details.upstream;
  const whose = upstream?.linksTo ?? proven?.userId;
  return whose === userId ? upstream : undefined;
}
