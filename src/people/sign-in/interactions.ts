import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { QueryDeepPartialEntity, Repository } from 'typeorm';
import { randomToken, sha256 } from '#platform/crypto';
import { type Browser, BrowserBinding } from '#platform/http';
import { Housekeeper } from '#platform/housekeeping';
import { KeptRequests } from '#platform/throttling';
import { textsFor } from '#platform/texts';
import { epochSeconds, formatScope, OAuthError, Parameters } from '#protocol';
import { InteractionEntity } from './interaction.entity.js';
import { type Interaction, INTERACTION_LIFETIME, type Prompt } from './interaction.js';

export interface NewInteraction {
  readonly clientId?: string;
  readonly prompt: Prompt;
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
  constructor(
    @InjectRepository(InteractionEntity) private readonly rows: Repository<InteractionEntity>,
    private readonly browsers: BrowserBinding,
    private readonly housekeeper: Housekeeper,
    private readonly kept: KeptRequests,
  ) {}

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

  /**
   * Begins one with whatever browser comes for it first: a form posted from another site arrives
   * without our cookies (attack A38).
   * @throws OAuthError as {@link start} does
   */
  async startUnbound(wanted: NewInteraction, browser: Browser): Promise<string> {
    return this.insert(wanted, browser, null);
  }

  /**
   * The interaction, for the browser it belongs to and for no other (attack A28).
   * @throws OAuthError `invalid_request` when there is none such, or none any more
   */
  async find(uid: string, browser: Browser): Promise<Interaction> {
    const row = /^[\w-]{43}$/.test(uid) ? await this.rows.findOneBy({ uid }) : null;
    const open = row !== null && row.completedAt === null && row.expiresAt > epochSeconds();
    if (!open || !(await this.belongs(row, browser))) {
      throw OAuthError.invalidRequest(textsFor().error.interactionOver);
    }
    return toInteraction(row);
  }

  async ask(uid: string, prompt: Prompt): Promise<void> {
    await this.update(uid, { prompt });
  }

  async recordSignIn(uid: string, sessionId: string): Promise<void> {
    await this.update(uid, { sessionId });
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

  private async insert(
    wanted: NewInteraction,
    { origin }: Browser,
    browserHash: string | null,
  ): Promise<string> {
    const parameters = JSON.stringify(wanted.parameters ?? Parameters.none);
    await this.kept.take(origin.ip, parameters);
    const uid = randomToken();
    const now = epochSeconds();
    await this.rows.insert({
      uid,
      browserHash,
      clientId: wanted.clientId ?? null,
      prompt: wanted.prompt,
      returnTo: wanted.returnTo(uid),
      parameters,
      pushedRequest: wanted.pushedRequest ?? null,
      sessionId: null,
      chosenSessionId: null,
      approvedScope: null,
      deniedAt: null,
      completedAt: null,
      createdAt: now,
      expiresAt: now + INTERACTION_LIFETIME,
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
}

function toInteraction(row: InteractionEntity): Interaction {
  return {
    uid: row.uid,
    clientId: row.clientId ?? undefined,
    prompt: row.prompt as Prompt,
    returnTo: row.returnTo,
    parameters: Parameters.from(JSON.parse(row.parameters) as Record<string, string>),
    pushedRequest: row.pushedRequest ?? undefined,
    sessionId: row.sessionId ?? undefined,
    chosenSessionId: row.chosenSessionId ?? undefined,
    approvedScope: row.approvedScope === null ? undefined : new Set(row.approvedScope.split(' ')),
    denied: row.deniedAt !== null,
  };
}
