import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet } from 'jose';
import { sha256 } from '#platform/crypto';
import { BEGINNING, type ChainedMembers, digestOf, hashAfter, type Link } from './chain.js';
import {
  CHECKPOINT_TYPE,
  type CheckpointClaims,
  CUT_TYPE,
  type CutClaims,
} from './checkpoint-statements.js';

/** What is wrong with an export, and where it shows first. */
export class BrokenChain extends Error {}

export interface Verified {
  readonly events: number;
  readonly first: number;
  readonly last: number;
  readonly checkpoints: number;
  /** The last event that a checkpoint vouches for. */
  readonly signedUpTo: number;
  /** Events whose facts were erased. */
  readonly erased: number;
}

interface Statement {
  readonly seq: number;
  readonly statement: string;
}

interface Line {
  readonly seq?: number;
  readonly hash?: string;
  readonly facts?: unknown;
  readonly facts_salt?: string;
  readonly facts_digest?: string;
  readonly checkpoint?: Statement;
  readonly cut?: Statement;
}

/**
 * Verifies an export without the server: that no event was changed, taken out, added or moved, and that each
 * checkpoint, those that were kept elsewhere too, is ours and tells of this very chain.
 */
export class ExportVerifier {
  private link: Link = BEGINNING;
  private first = 0;
  private events = 0;
  private erased = 0;
  /** The checkpoint before. */
  private seen: Statement | undefined;
  private checkpoints = 0;
  private signedUpTo = 0;
  private readonly keys: ReturnType<typeof createLocalJWKSet>;
  private readonly kept: ReadonlyMap<number, CheckpointClaims>;
  /** It begins behind events that were deleted because of their age. */
  private isCut = false;

  private constructor(jwks: JSONWebKeySet, kept: ReadonlyMap<number, CheckpointClaims>) {
    this.keys = createLocalJWKSet(jwks);
    this.kept = kept;
  }

  /** @param outside statements of checkpoints that were kept elsewhere */
  static async with(jwks: JSONWebKeySet, outside: readonly string[]): Promise<ExportVerifier> {
    const kept = new Map<number, CheckpointClaims>();
    const plain = new ExportVerifier(jwks, kept);
    for (const [index, statement] of outside.entries()) {
      const place = `checkpoint ${String(index + 1)} of those kept elsewhere`;
      const claims = await plain.open<CheckpointClaims>(CHECKPOINT_TYPE, statement, place);
      kept.set(claims.seq, claims);
    }
    return plain;
  }

  /** @throws BrokenChain */
  async add(text: string): Promise<void> {
    const line = parsed(text, this.link.seq);
    if (line.checkpoint !== undefined) await this.addCheckpoint(line.checkpoint);
    else if (line.cut !== undefined) await this.addCut(line.cut);
    else this.addEvent(line);
  }

  /** @throws BrokenChain where the end is missing */
  end(): Verified {
    const { seq } = this.link;
    const beyond = [...this.kept.keys()].find((one) => one > seq);
    if (beyond !== undefined) throw missing(seq + 1, beyond);
    const { events, first, checkpoints, signedUpTo, erased } = this;
    return { events, first, last: seq, checkpoints, signedUpTo, erased };
  }

  private addEvent({ hash, facts, facts_salt: salt, seq = 0, ...members }: Line): void {
    const at = `Event ${String(seq)}`;
    const next = this.link.seq + 1;
    if (seq > next) throw new BrokenChain(`Event ${String(next)} is missing: ${at} follows.`);
    if (seq < next) throw new BrokenChain(`${at} is in the wrong place: ${String(next)} was due.`);
    if (facts === undefined) this.erased += members.facts_digest === undefined ? 0 : 1;
    else if (digestOf(salt ?? '', facts) !== members.facts_digest) {
      throw new BrokenChain(`${at} was changed: its facts are not those of its digest.`);
    }
    if (hashAfter(this.link, members as unknown as ChainedMembers) !== hash) {
      throw new BrokenChain(`${at} was changed: its hash does not follow from what it says.`);
    }
    this.link = { seq, hash };
    if (this.events === 0) this.first = seq;
    this.events += 1;
    this.compareKept();
  }

  private async addCheckpoint({ seq, statement }: Statement): Promise<void> {
    const at = `The checkpoint at event ${String(seq)}`;
    const claims = await this.open<CheckpointClaims>(CHECKPOINT_TYPE, statement, at);
    if (claims.seq > this.link.seq) throw missing(this.link.seq + 1, claims.seq);
    if (claims.seq !== this.link.seq || claims.hash !== this.link.hash) {
      throw new BrokenChain(`${at} is of another chain: events up to there were changed.`);
    }
    const previous = this.seen === undefined ? '' : sha256(this.seen.statement);
    const follows = claims.previous === previous || (this.seen === undefined && this.isCut);
    if (!follows) throw new BrokenChain(`${at} does not follow the one before: one is missing.`);
    this.seen = { seq: claims.seq, statement };
    this.checkpoints += 1;
    this.signedUpTo = claims.seq;
    this.compareKept();
  }

  private async addCut({ seq, statement }: Statement): Promise<void> {
    const at = `The cut at event ${String(seq)}`;
    const claims = await this.open<CutClaims>(CUT_TYPE, statement, at);
    if (this.events > 0 || this.isCut) throw new BrokenChain(`${at} is not at the beginning.`);
    this.link = { seq: claims.seq, hash: claims.hash };
    this.isCut = true;
    this.compareKept();
  }

  /** The chain as it is now against a checkpoint that somebody kept. */
  private compareKept(): void {
    const { seq, hash } = this.link;
    const kept = this.kept.get(seq);
    if (kept === undefined) return;
    if (kept.hash !== hash) {
      throw new BrokenChain(
        `Event ${String(seq)}, or one before it, is another than the checkpoint kept elsewhere tells of.`,
      );
    }
    this.signedUpTo = Math.max(this.signedUpTo, seq);
  }

  private async open<T>(type: string, statement: string, place: string): Promise<T> {
    const { kid, typ } = headerOf(statement);
    if (typ !== type) throw new BrokenChain(`${place} is no statement of that kind.`);
    try {
      const { payload } = await compactVerify(statement, this.keys, { algorithms: ['ES256'] });
      return JSON.parse(new TextDecoder().decode(payload)) as T;
    } catch (error) {
      const known = (error as { code?: string }).code !== 'ERR_JWKS_NO_MATCHING_KEY';
      throw new BrokenChain(
        known
          ? `${place} is not signed by the key that it names.`
          : `${place} is signed with the key ${String(kid)}, which is not among those given.`,
        { cause: error },
      );
    }
  }
}

function missing(first: number, last: number): BrokenChain {
  return new BrokenChain(
    `Event ${String(first)} is missing, and all up to ${String(last)}: a checkpoint says that there were so many.`,
  );
}

function headerOf(statement: string): { kid?: string; typ?: string } {
  try {
    return decodeProtectedHeader(statement);
  } catch {
    return {};
  }
}

function parsed(text: string, after: number): Line {
  try {
    return JSON.parse(text) as Line;
  } catch (error) {
    throw new BrokenChain(`The line after event ${String(after)} is no JSON.`, { cause: error });
  }
}
