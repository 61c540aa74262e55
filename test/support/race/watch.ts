import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from './arena.js';

/** How long another node may go on with what it knows, in milliseconds. */
const A_SECOND = 1000;
/** Between two looks: a minute allows a client few failed authentications, however fast the machine. */
const PAUSE = 100;
/** Looks that have to be taken before the change and after the second. */
const LOOKS = 3;

/** Something that is changed on one node, and how it shows. */
export interface Change {
  make(): Promise<unknown>;
  /** What a request finds now. */
  look(): Promise<unknown>;
}

export interface Watched {
  readonly before: readonly unknown[];
  /** By requests sent a second or more after the change was acknowledged. */
  readonly after: readonly unknown[];
}

interface Look {
  readonly sentAt: number;
  readonly found: unknown;
}

/** Makes the change on the first node, while the second is asked again and again. */
export async function watch(arena: Arena, { make, look }: Change): Promise<Watched> {
  const before: Look[] = [];
  const since: Look[] = [];
  let looks = before;
  let obeyedFrom = Infinity;
  const late = () => since.filter(({ sentAt }) => sentAt >= obeyedFrom);
  const looking = arena.at(1, async () => {
    while (late().length < LOOKS) {
      const [sentAt, into] = [performance.now(), looks];
      const found = await look();
      // One that was under way when the change was made may have found either.
      if (into === looks) into.push({ sentAt, found });
      await sleep(PAUSE);
    }
  });
  while (before.length < LOOKS) await Promise.race([looking, sleep(5)]);
  looks = since;
  try {
    await arena.at(0, make);
  } finally {
    obeyedFrom = performance.now() + A_SECOND;
  }
  await looking;
  const found = (all: readonly Look[]) => all.map((one) => one.found);
  return { before: found(before), after: found(late()) };
}
