import { randomBytes } from 'node:crypto';
import type { Answer } from '../answer.js';
import type { Ledger, TrackedFamily } from './ledger.js';
import type { Scene } from './scene.js';

const AT_ONCE = 8;

/** Runs `check` for all of them, a few at a time. */
async function forEach<T>(items: Iterable<T>, check: (item: T) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const next = async () => {
    for (let at = iterator.next(); at.done !== true; at = iterator.next()) await check(at.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

/**
 * Presents every code again that was used since the last time; soon after the restart, because a
 * code that has expired would be refused for that alone.
 */
export async function replayCodes({ world, client }: Scene, ledger: Ledger): Promise<void> {
  await forEach(ledger.codes.splice(0), async (code) => {
    ledger.countRedemption(code, await world.redeem(client, code.issued));
    ledger.replayed++;
  });
}

/** Holds the server to everything that it acknowledged. */
export async function audit(scene: Scene, ledger: Ledger): Promise<void> {
  await replayCodes(scene, ledger);
  await registrationsStand(scene, ledger);
  await accessTokensStand(scene, ledger);
  await revocationsStand(scene, ledger);
  await familiesStand(scene, ledger);
}

/** Each registered client can authenticate with the secret that it was given. */
async function registrationsStand({ world }: Scene, ledger: Ledger): Promise<void> {
  await forEach(ledger.registered, async (client) => {
    // Revoking what is no token is 200 for everybody who can authenticate (RFC 7009 §2.2).
    const answer = await world.revoke(client, randomBytes(32).toString('base64url'));
    if (answer.status !== 200) ledger.contradict('a registered client is gone', answer);
  });
}

async function accessTokensStand({ world, service }: Scene, ledger: Ledger): Promise<void> {
  await forEach(ledger.issued, async (token) => {
    const answer = await world.introspect(service, token);
    if (answer.json.active !== true) ledger.contradict('an issued access token is dead', answer);
  });
}

async function revocationsStand({ world, client, service }: Scene, ledger: Ledger): Promise<void> {
  await forEach(ledger.revoked, async ({ refreshToken, accessToken }) => {
    const owner = refreshToken === undefined ? service : client;
    for (const token of [accessToken, ...(refreshToken === undefined ? [] : [refreshToken])]) {
      const answer = await world.introspect(owner, token);
      // Who asks about many unknown tokens is slowed down, but never because of one that is good.
      if (answer.json.active !== false && answer.status !== 429)
        ledger.contradict('a revoked token is active', answer);
    }
    if (refreshToken === undefined) return;
    const answer = await world.refresh(client, refreshToken);
    if (!isInvalidGrant(answer)) ledger.contradict('a revoked refresh token works', answer);
  });
}

/** The last token of each family works; the first, used long ago, then ends the family. */
async function familiesStand({ world, client }: Scene, ledger: Ledger): Promise<void> {
  await forEach(ledger.families, async (family) => {
    if (family.inDoubtSince !== undefined) return;
    const [first = ''] = family.tokens;
    const access = await world.introspect(client, family.accessToken);
    if (access.json.active !== true) ledger.contradict('a good access token is dead', access);
    const last = await succeed({ world, client }, ledger, family);
    if (last === undefined || family.tokens.length < 2) return;
    const reused = await world.refresh(client, first);
    if (!isInvalidGrant(reused)) ledger.contradict('an old refresh token works', reused);
    const after = await world.refresh(client, last);
    if (!isInvalidGrant(after)) ledger.contradict('a family outlived reuse', after);
  });
}

async function succeed(
  { world, client }: Pick<Scene, 'world' | 'client'>,
  ledger: Ledger,
  family: TrackedFamily,
): Promise<string | undefined> {
  const answer = await world.refresh(client, family.tokens.at(-1) ?? '');
  if (answer.status === 200) return String(answer.json.refresh_token);
  ledger.contradict('the successor of a refresh token does not work', answer);
  return undefined;
}

function isInvalidGrant(answer: Answer): boolean {
  return answer.status === 400 && answer.json.error === 'invalid_grant';
}
