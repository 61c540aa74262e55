import type { StrategyRequest } from '../passport-bridge.js';
import type { Attempt, Refusal, Strategy } from '../sign-in-method.js';
import type { PasskeyProof } from './passkey-ceremonies.js';

/** A passport strategy around what judges the signature. */
export class PasskeyStrategy implements Strategy {
  declare success: (user: unknown, info: unknown) => void;
  declare fail: (refusal: Refusal) => void;

  constructor(private readonly prove: (attempt: Attempt) => Promise<PasskeyProof | Refusal>) {}

  async authenticate({ attempt }: StrategyRequest): Promise<void> {
    const outcome = await this.prove(attempt);
    if ('user' in outcome) this.success(outcome.user, { amr: outcome.amr });
    else this.fail(outcome);
  }
}
