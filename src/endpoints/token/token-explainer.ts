import { Injectable } from '@nestjs/common';
import type { RequestOrigin } from '#platform/http';
import { OAuthError, type Parameters } from '#protocol';
import type { Client } from '#registry/clients';
import { type PreviewedTokens, type Target, TokenIssuer } from '#tokens';
import { GrantRegistry } from './grant-registry.js';
import { checkGrantAllowed, readGrantType } from './grant-type.check.js';
import { PLAN_STEPS, TokenPipeline } from './token-pipeline.js';

/** What became of each step, and of the request. */
export interface TokenExplanation {
  readonly steps: readonly string[];
  /** How many of them were passed. */
  readonly passed: number;
  readonly refused?: OAuthError;
  readonly target?: Target;
  readonly tokens?: PreviewedTokens;
  /** It goes on with what only the client can present. */
  readonly needsVoucher: boolean;
}

const STEPS = ['grant', ...PLAN_STEPS] as const;

/** Runs what a token request goes through, up to where it would have an effect. */
@Injectable()
export class TokenExplainer {
  constructor(
    private readonly grants: GrantRegistry,
    private readonly pipeline: TokenPipeline,
    private readonly issuer: TokenIssuer,
  ) {}

  /** The client is taken to have proven who it is. */
  async explain(
    client: Client,
    parameters: Parameters,
    origin: RequestOrigin,
  ): Promise<TokenExplanation> {
    let passed = 0;
    try {
      const registered = readGrantType(parameters, this.grants);
      passed += 1;
      if (registered.options.speaksFor !== 'client') {
        checkGrantAllowed(client, registered.options);
        return { steps: STEPS, passed: passed + 1, needsVoucher: true };
      }
      const context = { client, parameters, origin };
      const { plan, target } = await this.pipeline.plan(registered, context, () => {
        passed += 1;
      });
      if ('found' in plan || 'wanted' in plan || 'subject' in plan) {
        throw new Error('a client that speaks for itself rests on nobody');
      }
      const tokens = await this.issuer.preview({ client, ...target });
      return { steps: STEPS, passed, target, tokens, needsVoucher: false };
    } catch (error) {
      if (!(error instanceof OAuthError) || error.status >= 500) throw error;
      return { steps: STEPS, passed, refused: error, needsVoucher: false };
    }
  }
}
