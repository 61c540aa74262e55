import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { QueryDeepPartialEntity, Repository } from 'typeorm';
import { randomToken, type Seal, SealedColumns, sha256 } from '#platform/crypto';
import { isUniqueViolation } from '#platform/database';
import { type Browser, BrowserBinding, ErrorForPeople } from '#platform/http';
import { Housekeeper } from '#platform/housekeeping';
import { KeptRequests } from '#platform/throttling';
import { epochSeconds, formatFactors, formatScope, Parameters, parseFactors } from '#protocol';
import { InteractionEntity } from './interaction.entity.js';
import {
  ANSWER_LIFETIME,
  type Interaction,
  INTERACTION_LIFETIME,
  type KeptUpstream,
  type Prompt,
  type Proven,
  REQUEST_LIFETIME,
} from './interaction.js';
import { ANYBODY, type SignInRequirement } from './requirement.js';

/**
 * Budget: wrong second factors after one primary proof.
 * Whose: who gave that proof. Opens: the primary proof, once more.
 */
const MOST_TRIES = 5;

const NOTHING_PROVEN = {
  ...{ userId: null, credentialVersion: null, sessionVersion: null },
  ...{ factors: null, upstream: null },
};

/** Limit: characters of what is kept of who somebody says they are. */
const MAX_IDENTIFIER = 320;

/** How often the answer is looked for that another request of the same browser is just giving. */
const LOOKS = 40;
const BETWEEN_LOOKS = 50;

export interface NewInteraction {
  readonly clientId?: string;
  readonly prompt: Prompt;
  /** {@link ANYBODY} when absent. */
  readonly requirement?: SignInRequirement;
  readonly parameters?: Parameters;
  readonly pushedRequest?: string | undefined;
  /** The path at which to go on, given the uid. */
  readonly returnTo: (uid: string) => string;
}

/**
 * Requests that wait for a person. Each step done is a fact in the row; which step comes next is
 * decided from those facts alone, never from the page that somebody claims to come from.
 */
@Injectable()
export class Interactions implements OnModuleInit {
  private readonly answers: Seal;
  private readonly upstreams: Seal;

  constructor(
    @InjectRepository(InteractionEntity) private readonly rows: Repository<InteractionEntity>,
    private readonly browsers: BrowserBinding,
    private readonly housekeeper: Housekeeper,
    private readonly kept: KeptRequests,
    sealed: SealedColumns,
  ) {
    this.answers = sealed.register(rows, 'uid', 'answer', placeOf);
    this.upstreams = sealed.register(
      rows,
      'uid',
      'upstream',
      (uid) => `interactions.upstream ${uid}`,
    );
  }

  onModuleInit(): void {
    this.housekeeper.registerExpiry(this.rows, 'expires_at');
  }

  /**
   * Begins an interaction with this browser.
   * @returns its uid
   * @throws OAuthError when it is too large, or there are too many of them
   */
  async start(wanted: NewInteraction, browser: Browser): Promise<string> {
    return this.insert(wanted, browser, sha256(this.browsers.ensure(browser)));
  }

  /** Has the person sign in to go on at a page of ours. */
  async askToSignIn(
    path: string,
    browser: Browser,
    requirement: SignInRequirement = ANYBODY,
  ): Promise<void> {
    const uid = await this.start({ prompt: 'login', requirement, returnTo: () => path }, browser);
    browser.redirect(`/interaction/${uid}`);
  }

  /**
   * Begins one with whatever browser comes for it first: a form posted from another site arrives
   * without our cookies (attack A38).
   * @throws OAuthError as {@link start} does
   */
  async startUnbound(wanted: NewInteraction, browser: Browser): Promise<string> {
    return this.insert(wanted, browser, null);
  }

  /**
   * The interaction, for the browser it belongs to and for no other (attack A28). Where the person took
   * too long, it is another one, with the same request.
   * @throws OAuthError `invalid_request` when there is none such, or none any more
   */
  async find(uid: string, browser: Browser): Promise<Interaction> {
    const row = /^[\w-]{43}$/.test(uid) ? await this.rows.findOneBy({ uid }) : null;
    const now = epochSeconds();
    if (row === null || row.expiresAt <= now || !(await this.belongs(row, browser))) {
      throw new ErrorForPeople('interactionOver');
    }
    const { ui_locales: application } = JSON.parse(row.parameters) as Record<string, string>;
    browser.reads({ application });
    const open = row.completedAt !== null || row.createdAt + INTERACTION_LIFETIME > now;
    return open ? this.toInteraction(row) : this.beginAnew(row, browser);
  }

  /** @returns the same for whoever comes twice */
  private async beginAnew(row: InteractionEntity, browser: Browser): Promise<Interaction> {
    const uid = sha256(`anew ${row.uid}`);
    const { clientId, prompt, parameters, pushedRequest, requirement } = this.toInteraction(row);
    const wanted: NewInteraction = {
      ...{ prompt, parameters, pushedRequest, requirement },
      ...(clientId === undefined ? {} : { clientId }),
      returnTo: () => row.returnTo.replace(row.uid, uid),
    };
    try {
      await this.insert(wanted, browser, row.browserHash, uid);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    return this.find(uid, browser);
  }

  async ask(uid: string, prompt: Prompt): Promise<void> {
    await this.update(uid, { prompt });
  }

  /** Asks for somebody else than who is here. */
  async askWhoElse(uid: string): Promise<void> {
    await this.update(uid, {
      ...{ prompt: 'login', ...NOTHING_PROVEN, sessionId: null, chosenSessionId: null },
    });
  }

  /**
   * Keeps what a person has proven beside what they had.
   * @param what of it the session that was born by it, and the sign-in elsewhere that it rests on
   * @returns false when something else was proven in the same moment
   */
  async recordProof(
    { uid, proven: before }: Interaction,
    proven: Proven,
    { sessionId, upstream, keep }: Pick<Partial<Interaction>, 'sessionId' | 'upstream' | 'keep'>,
  ): Promise<boolean> {
    const { userId, credentialVersion, sessionVersion, factors } = proven;
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({
        ...{ userId, credentialVersion, sessionVersion },
        ...{ factors: formatFactors(factors), attempts: 0 },
        ...(sessionId === undefined ? {} : { sessionId }),
        keep: Number(keep),
        upstream: upstream === undefined ? null : this.sealed(uid, upstream),
      })
      .where('uid = :uid AND completed_at IS NULL', { uid })
      .andWhere(
        before === undefined ? 'factors IS NULL' : 'factors = :factors AND user_id = :userId',
        before && { factors: formatFactors(before.factors), userId: before.userId },
      )
      .execute();
    return affected === 1;
  }

  /** Takes one of the tries at a second factor. @returns false when there is none left */
  async takeTry(uid: string): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ attempts: () => 'attempts + 1' })
      .where('uid = :uid AND completed_at IS NULL AND attempts < :most', { uid, most: MOST_TRIES })
      .execute();
    return affected === 1;
  }

  /** This person begins again with the primary proof, after too many wrong tries at another. */
  async askAgain({ uid, requirement }: Interaction, expectedUser: string): Promise<void> {
    const freshness = { ...requirement.freshness, anew: true } as const;
    const again = { ...requirement, expectedUser, freshness };
    await this.update(uid, {
      requirement: JSON.stringify(again),
      ...NOTHING_PROVEN,
      sessionId: null,
    });
  }

  /** An account elsewhere is known, and whose it would be; nobody has proven anything yet. */
  async recordUpstream(uid: string, upstream: KeptUpstream): Promise<void> {
    await this.update(uid, { ...NOTHING_PROVEN, upstream: this.sealed(uid, upstream) });
  }

  /** Who they say they are, which proves nothing. */
  async recordIdentifier(uid: string, identifier: string): Promise<void> {
    await this.update(uid, { identifier: identifier.slice(0, MAX_IDENTIFIER) });
  }

  /** They ask to stay signed in, before they go elsewhere to sign in. */
  async recordWish(uid: string, keep: boolean): Promise<void> {
    await this.update(uid, { keep: Number(keep) });
  }

  async recordChoice(uid: string, chosenSessionId: string): Promise<void> {
    await this.update(uid, { chosenSessionId });
  }

  async recordApproval(uid: string, scope: readonly string[]): Promise<void> {
    await this.update(uid, { approvedScope: formatScope(scope) });
  }

  async recordDenial(uid: string): Promise<void> {
    await this.update(uid, { deniedAt: epochSeconds() });
  }

  /** Uses the interaction up. True for exactly one caller, who may answer the request. */
  async complete(uid: string): Promise<boolean> {
    return this.update(uid, { completedAt: epochSeconds() });
  }

  /** Keeps what the request was answered with for whoever sends the last form again. */
  async recordAnswer(uid: string, answer: string): Promise<void> {
    await this.rows.update({ uid }, { answer: this.answers.seal(uid, answer) });
  }

  /** What the request was answered with a moment ago; undefined when that is too long ago. */
  async answerOf(uid: string): Promise<string | undefined> {
    for (let look = 0; look < LOOKS; look++) {
      const row = await this.rows.findOneBy({ uid });
      if ((row?.completedAt ?? 0) + ANSWER_LIFETIME <= epochSeconds()) return undefined;
      if (typeof row?.answer === 'string') return this.answers.open(uid, row.answer);
      // Another request has used it up and is writing the answer.
      await sleep(BETWEEN_LOOKS);
    }
    return undefined;
  }

  private async insert(
    wanted: NewInteraction,
    { origin }: Browser,
    browserHash: string | null,
    uid: string = randomToken(),
  ): Promise<string> {
    const parameters = JSON.stringify(wanted.parameters ?? Parameters.none);
    await this.kept.take(origin.ip, parameters);
    const now = epochSeconds();
    await this.rows.insert({
      uid,
      browserHash,
      clientId: wanted.clientId ?? null,
      prompt: wanted.prompt,
      returnTo: wanted.returnTo(uid),
      parameters,
      pushedRequest: wanted.pushedRequest ?? null,
      requirement: wanted.requirement === undefined ? null : JSON.stringify(wanted.requirement),
      ...NOTHING_PROVEN,
      attempts: 0,
      identifier: null,
      keep: 0,
      sessionId: null,
      chosenSessionId: null,
      approvedScope: null,
      deniedAt: null,
      completedAt: null,
      answer: null,
      createdAt: now,
      expiresAt: now + REQUEST_LIFETIME,
    });
    return uid;
  }

  private async belongs(row: InteractionEntity, browser: Browser): Promise<boolean> {
    const name = this.browsers.read(browser);
    if (row.browserHash !== null) {
      return name !== undefined && row.browserHash === sha256(name);
    }
    const browserHash = sha256(this.browsers.ensure(browser));
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set({ browserHash })
      .where('uid = :uid AND browser_hash IS NULL', { uid: row.uid })
      .execute();
    return affected === 1;
  }

  private async update(
    uid: string,
    facts: QueryDeepPartialEntity<InteractionEntity>,
  ): Promise<boolean> {
    const { affected } = await this.rows
      .createQueryBuilder()
      .update()
      .set(facts)
      .where('uid = :uid AND completed_at IS NULL', { uid })
      .execute();
    return affected === 1;
  }

  private sealed(uid: string, upstream: KeptUpstream): string {
    return this.upstreams.seal(uid, JSON.stringify(upstream));
  }

  private toInteraction(row: InteractionEntity): Interaction {
    return {
      uid: row.uid,
      clientId: row.clientId ?? undefined,
      prompt: row.prompt as Prompt,
      returnTo: row.returnTo,
      parameters: Parameters.from(JSON.parse(row.parameters) as Record<string, string>),
      pushedRequest: row.pushedRequest ?? undefined,
      requirement:
        row.requirement === null ? ANYBODY : (JSON.parse(row.requirement) as SignInRequirement),
      proven: provenIn(row),
      upstream:
        row.upstream === null
          ? undefined
          : (JSON.parse(this.upstreams.open(row.uid, row.upstream)) as KeptUpstream),
      identifier: row.identifier ?? undefined,
      keep: row.keep !== 0,
      sessionId: row.sessionId ?? undefined,
      chosenSessionId: row.chosenSessionId ?? undefined,
      approvedScope: row.approvedScope === null ? undefined : new Set(row.approvedScope.split(' ')),
      denied: row.deniedAt !== null,
      answered: row.completedAt !== null,
    };
  }
}

function provenIn(row: InteractionEntity): Proven | undefined {
  const { userId, credentialVersion, sessionVersion, factors } = row;
  if (userId === null || credentialVersion === null) return undefined;
  if (sessionVersion === null || factors === null) return undefined;
  return { userId, credentialVersion, sessionVersion, factors: parseFactors(factors) };
}

const placeOf = (uid: string): string => `interactions.answer ${uid}`;
