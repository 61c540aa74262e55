import { setTimeout as sleep } from 'node:timers/promises';
import { authorizationRequest } from '../../attacks/authorization-request.js';
import { succeed } from '../../attacks/endings.js';
import { inParallel } from '../../attacks/requests.js';
import { isGoodHere, type Subject } from '../../attacks/subject.js';
import type { Answer } from '../answer.js';
import type { IssuedCode } from '../authorization.js';
import { pkce } from '../pkce.js';
import type { Arena } from './arena.js';
import { PARALLEL, refusalOf } from './race.js';

/** How a race between whatever ends a person's tokens and whatever makes new ones came out. */
export interface FrayResult {
  /** Of all requests that might have brought tokens: what was answered how often. */
  readonly answers: Readonly<Record<string, number>>;
  /** Tokens that are still good for something. */
  readonly living: readonly string[];
}

/**
 * Ends something while its client gets hold of whatever tokens it can: by the refresh token it has, by
 * codes, by the session of the browser.
 */
export async function endInTheFray(
  arena: Arena,
  subject: Subject,
  end: () => Promise<unknown>,
  round: number,
): Promise<FrayResult> {
  const fray = new Fray(arena, subject);
  await fray.enter(3);
  const ending = turnOf(round);
  await inParallel(PARALLEL, (n) =>
    arena.at(round + n, () => (n === ending ? end() : fray.gain(n))),
  );
  // For a second the other node may go on with what it knows of a client.
  await sleep(1000);
  return fray.result();
}

/** Revokes a refresh token while it is used, by everybody at once or by one client without a pause. */
export async function revokeInTheFray(
  arena: Arena,
  subject: Subject,
  round: number,
): Promise<FrayResult> {
  const fray = new Fray(arena, subject);
  await fray.enter(0);
  const revoking = turnOf(round);
  if (round % 2 === 0) {
    await inParallel(PARALLEL, (n) =>
      arena.at(round + n, () => (n === revoking ? fray.revoke() : fray.refresh())),
    );
  } else {
    let revoked: Promise<unknown> | undefined;
    for (let n = 0; n < PARALLEL; n++) {
      if (n === revoking) revoked = arena.at(round + n, () => fray.revoke());
      await arena.at(n, () => fray.refresh());
    }
    await revoked;
  }
  return fray.result();
}

/** Who of all ends it: early, late and in between. */
const turnOf = (round: number) => (round * 7 + 5) % PARALLEL;

class Fray {
  private readonly answers: Answer[] = [];
  private readonly accessTokens = new Set<string>();
  private readonly refreshTokens = new Set<string>();
  private readonly codes: IssuedCode[] = [];

  constructor(
    private readonly arena: Arena,
    private readonly subject: Subject,
  ) {}

  /** Signs in, and asks for so many codes more. */
  async enter(codes: number): Promise<void> {
    const { world } = this.arena;
    this.keep(await world.redeem(this.subject.client, await world.authorizationCode(this.subject)));
    for (let n = 0; n < codes; n++) this.codes.push(await world.authorizationCode(this.subject));
    for (const node of [0, 1]) {
      const living = await this.arena.at(node, () => this.livingAccessTokens());
      if (living.length === 0) throw new Error('The tokens were dead from the beginning.');
    }
  }

  /** Gets tokens in one of three ways, chosen by number. */
  async gain(n: number): Promise<void> {
    if (n % 3 === 0) return this.refresh();
    const issued = n % 3 === 1 ? this.codes.pop() : await this.askForCode();
    if (issued === undefined) return this.refresh();
    this.keep(await this.arena.world.redeem(this.subject.client, issued));
  }

  /** By the latest that there is. */
  async refresh(): Promise<void> {
    this.keep(await this.arena.world.refresh(this.subject.client, this.latest()));
  }

  revoke(): Promise<void> {
    return succeed(this.arena.world.revoke(this.subject.client, this.latest()));
  }

  /** The tokens are asked about everywhere. */
  async result(): Promise<FrayResult> {
    const living: string[] = [];
    for (const node of [0, 1]) {
      await this.arena.at(node, async () => living.push(...(await this.living())));
    }
    const answers: Record<string, number> = {};
    for (const answer of this.answers) {
      const key = answer.status < 400 ? String(answer.status) : refusalOf(answer);
      answers[key] = (answers[key] ?? 0) + 1;
    }
    return { answers, living };
  }

  private keep(answer: Answer): void {
    this.answers.push(answer);
    if (answer.status !== 200) return;
    const { access_token, refresh_token } = answer.json;
    this.accessTokens.add(access_token as string);
    this.refreshTokens.add(refresh_token as string);
  }

  private latest(): string {
    return [...this.refreshTokens].at(-1) ?? '';
  }

  private async askForCode(): Promise<IssuedCode | undefined> {
    const { client, scope, browser } = this.subject;
    const { code_verifier, ...challenge } = pkce();
    const request = authorizationRequest(client, { scope, prompt: 'none', ...challenge });
    const answer = await browser.get('/authorize', request);
    this.answers.push(answer);
    const { parameters: response } = answer;
    const { code } = response;
    const [redirect_uri = ''] = client.redirect_uris;
    return code === undefined
      ? undefined
      : { code, redirect_uri, code_verifier, response, browser };
  }

  private async livingAccessTokens(): Promise<string[]> {
    const living: string[] = [];
    for (const token of this.accessTokens) {
      if (await isGoodHere(this.arena.world, token)) living.push(token);
    }
    return living;
  }

  private async living(): Promise<string[]> {
    const living = await this.livingAccessTokens();
    for (const token of this.refreshTokens) {
      const { status } = await this.arena.world.refresh(this.subject.client, token);
      if (status === 200) living.push(token);
    }
    return living;
  }
}
