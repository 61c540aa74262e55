import { randomBytes, randomInt } from 'node:crypto';
import type { Answer } from '../answer.js';
import type { Tokens } from '../authorization.js';
import type { Gate } from './gate.js';
import type { Ledger, TrackedFamily } from './ledger.js';
import { Person } from './person.js';
import type { Scene } from './scene.js';

/** Within this time (milliseconds) the server promises to name a lost successor again. */
const SURELY_RETRIED = 8000;

const oneIn = (n: number) => randomInt(n) === 0;

/** One worker's doings. It owns what it creates; the ledger is shared. */
export class Worker {
  private readonly families: TrackedFamily[] = [];

  constructor(
    private readonly scene: Scene,
    private readonly ledger: Ledger,
    private readonly gate: Gate,
  ) {}

  /** One random piece of work, from its first request to an answer that settles it. */
  async work(): Promise<void> {
    const choices = [
      () => this.register(),
      () => this.redeem(),
      () => this.begin(),
      () => this.refresh(),
      () => this.refresh(),
      () => this.revokeFamily(),
      () => this.keepAccessToken(),
      () => this.revokeAccessToken(),
      () => new Person(this.scene, this.ledger, (request) => this.send(request)).live(),
    ];
    await choices[randomInt(choices.length)]?.();
  }

  private async register(): Promise<void> {
    const { admin } = this.scene.world;
    const metadata = {
      client_name: `Client ${randomBytes(5).toString('hex')}`,
      redirect_uris: ['https://client.example/callback'],
    };
    const answer = await this.send(() => admin.post('/clients', metadata));
    if (answer?.status === 201) {
      this.ledger.registered.push(answer.json);
      const about = { client_id: String(answer.json.client_id) };
      this.ledger.changes.push({ type: 'client.created', about });
    } else if (answer !== undefined) this.ledger.contradict('not registered', answer);
  }

  /** Uses a code up, at times twice at once and again when the answer is lost. */
  private async redeem(): Promise<void> {
    const issued = await this.code();
    if (issued === undefined) return;
    const { world, client } = this.scene;
    const tracked = { issued, redeemed: 0 };
    const redeem = () => this.send(() => world.redeem(client, issued));
    const answers = await Promise.all(oneIn(2) ? [redeem(), redeem()] : [redeem()]);
    if (answers.every((answer) => answer === undefined)) answers.push(await redeem());
    for (const answer of answers) this.ledger.countRedemption(tracked, answer);
    this.ledger.codes.push(tracked);
  }

  /** Redeems a code once and keeps its tokens. A lost answer is not asked for again: a replay ends them. */
  private async begin(): Promise<TrackedFamily | undefined> {
    const issued = await this.code();
    if (issued === undefined) return undefined;
    const { world, client } = this.scene;
    const answer = await this.send(() => world.redeem(client, issued));
    if (answer === undefined) return undefined;
    const tokens = this.tokensOf(answer, 'a fresh code was refused');
    if (tokens === undefined) return undefined;
    const family: TrackedFamily = {
      tokens: [tokens.refresh_token ?? ''],
      accessToken: tokens.access_token,
      inDoubtSince: undefined,
    };
    this.families.push(family);
    this.ledger.families.add(family);
    return family;
  }

  /** Rotates, at times twice at once: both must be given the same successor. */
  private async refresh(): Promise<void> {
    const family = this.families[randomInt(Math.max(1, this.families.length))];
    if (family === undefined) return;
    const { world, client } = this.scene;
    const presented = family.tokens.at(-1) ?? '';
    const refresh = () => this.send(() => world.refresh(client, presented));
    const sentAt = performance.now();
    const again = family.inDoubtSince !== undefined;
    const twice = !again && oneIn(4);
    const answers = await Promise.all(twice ? [refresh(), refresh()] : [refresh()]);
    const given = answers.filter((answer) => answer !== undefined);
    const good = given.filter(({ status }) => status === 200).map(({ json }) => json as Tokens);
    if (new Set(good.map((tokens) => tokens.refresh_token)).size > 1) {
      this.ledger.contradict('a refresh token has two successors');
    }
    const [tokens] = good;
    if (tokens !== undefined) {
      family.tokens.push(tokens.refresh_token ?? '');
      this.ledger.rotations++;
      family.accessToken = tokens.access_token;
      family.inDoubtSince = undefined;
      return;
    }
    const [refusal] = given;
    if (refusal !== undefined) this.giveUp(family, refusal);
    // A lost answer can be asked for once again, and no more.
    else if (twice || again) this.forget(family);
    else family.inDoubtSince = sentAt;
  }

  /** A refusal is right only when the answer was lost too long ago to be named again. */
  private giveUp(family: TrackedFamily, refusal: Answer): void {
    const since = family.inDoubtSince;
    this.forget(family);
    if (since === undefined || performance.now() - since < SURELY_RETRIED) {
      this.ledger.contradict('a good refresh token was refused', refusal);
    }
  }

  private async revokeFamily(): Promise<void> {
    const family = await this.begin();
    if (family === undefined) return;
    const { world, client } = this.scene;
    this.forget(family);
    const refreshToken = family.tokens.at(-1) ?? '';
    const { accessToken } = family;
    const answer = await this.send(() => world.revoke(client, refreshToken));
    if (answer?.status === 200) {
      this.ledger.revoked.push({ refreshToken, accessToken });
      const about = { object_id: /^gh_rt_([\w-]{22})/.exec(refreshToken)?.[1] ?? '' };
      this.ledger.changes.push({ type: 'token.revoked', about });
    } else if (answer !== undefined) this.ledger.contradict('not revoked', answer);
  }

  private forget(family: TrackedFamily): void {
    this.families.splice(this.families.indexOf(family), 1);
    this.ledger.families.delete(family);
  }

  /** A service's access token, opaque or JWT; undefined when its answer was lost. */
  private async accessToken(): Promise<string | undefined> {
    const { world, service } = this.scene;
    const scope = oneIn(2) ? 'ledger:read' : 'orders:read';
    const grant = { grant_type: 'client_credentials', scope };
    const answer = await this.send(() => world.token(service, grant));
    if (answer === undefined) return undefined;
    return this.tokensOf(answer, 'no client credentials')?.access_token;
  }

  private async keepAccessToken(): Promise<void> {
    const accessToken = await this.accessToken();
    if (accessToken !== undefined) this.ledger.issued.push(accessToken);
  }

  private async revokeAccessToken(): Promise<void> {
    const { world, service } = this.scene;
    const accessToken = await this.accessToken();
    if (accessToken === undefined) return;
    const revoked = await this.send(() => world.revoke(service, accessToken));
    if (revoked?.status === 200) this.ledger.revoked.push({ accessToken });
    else if (revoked !== undefined) this.ledger.contradict('not revoked', revoked);
  }

  private tokensOf(answer: Answer, otherwise: string): Tokens | undefined {
    if (answer.status === 200) return answer.json as Tokens;
    this.ledger.contradict(otherwise, answer);
    return undefined;
  }

  private async code() {
    await this.gate.pass();
    return this.scene.code(this.ledger);
  }

  private async send(request: () => Promise<Answer>): Promise<Answer | undefined> {
    await this.gate.pass();
    return this.ledger.send(request);
  }
}
