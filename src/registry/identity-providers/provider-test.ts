import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Logger } from '#platform/logging';
import { OutboundDocuments, OutboundError } from '#platform/outbound';
import { keySetError, webUriError } from '#protocol';
import type { IdentityProvider } from './identity-provider.js';
import { metadataAddress, objectIn } from './provider-metadata.js';
import { ProviderSecrets } from './provider-secrets.js';

/** What is looked at, in this order. */
export const PROVIDER_STEPS = ['discovery', 'issuer', 'endpoints', 'keys', 'client'] as const;

/** One thing that was looked at. */
export interface ProviderStep {
  readonly step: (typeof PROVIDER_STEPS)[number];
  /** Absent where it could not be found out. */
  readonly passed?: boolean;
  readonly detail: string;
}

/** Whether a provider is reached and knows us, without anybody signing in. */
@Injectable()
export class ProviderTest {
  constructor(
    private readonly documents: OutboundDocuments,
    private readonly secrets: ProviderSecrets,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /** @returns what was looked at; the last one failed, or all passed */
  async run(provider: IdentityProvider): Promise<ProviderStep[]> {
    const steps: ProviderStep[] = [];
    for await (const step of this.steps(provider)) {
      steps.push(step);
      if (step.passed === false) break;
    }
    return steps;
  }

  private async *steps(provider: IdentityProvider): AsyncGenerator<ProviderStep> {
    const { origin } = provider;
    if (origin.kind === 'oauth2') {
      yield* this.clientStep(provider, origin.endpoints.token_endpoint);
      return;
    }
    const { issuer } = origin;
    const found = await this.fetched(metadataAddress(issuer));
    if (found === undefined) {
      yield failed('discovery', `Nothing sound is at ${metadataAddress(issuer)}.`);
      return;
    }
    yield passed('discovery', 'Its metadata are there.');
    const { issuer: said, jwks_uri: keys } = found;
    yield said === issuer
      ? passed('issuer', 'It calls itself what is registered.')
      : failed('issuer', `It calls itself ${text(said)}, and ${issuer} is registered.`);
    const wrong = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'].find(
      (name) => webUriError(text(found[name]), { allowHttp: true }) !== undefined,
    );
    yield wrong === undefined
      ? passed('endpoints', 'It names its endpoints.')
      : failed('endpoints', `Its ${wrong} is not one.`);
    const keySet = await this.fetched(text(keys));
    yield keySet !== undefined && keySetError(keySet) === undefined
      ? passed('keys', 'Its keys are there.')
      : failed('keys', 'No sound key set is at its jwks_uri.');
    yield* this.clientStep(provider, text(found['token_endpoint']));
  }

  /**
   * Redeems a code that is none: a provider that knows us says `invalid_grant`, another one `invalid_client`
   * (RFC 6749 §5.2).
   */
  private async *clientStep(
    provider: IdentityProvider,
    endpoint: string,
  ): AsyncGenerator<ProviderStep> {
    const error = await this.tokenError(provider, endpoint);
    if (error === 'invalid_grant' || error === 'bad_verification_code') {
      yield passed('client', 'It knows us.');
    } else if (error === 'invalid_client' || error === 'incorrect_client_credentials') {
      yield failed('client', 'It does not know this client_id, or not this client_secret.');
    } else if (error === undefined) {
      yield failed('client', 'Its token endpoint does not answer as one.');
    } else {
      yield { step: 'client', detail: `It does not say whether it knows us, but ${error}.` };
    }
  }

  private async tokenError(
    provider: IdentityProvider,
    endpoint: string,
  ): Promise<string | undefined> {
    const { clientId, authMethod } = provider;
    const secret = this.secrets.of(provider) ?? '';
    const basic = [clientId, secret].map((part) => encodeURIComponent(part)).join(':');
    const headers = {
      ...{ accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      ...(authMethod === 'client_secret_basic'
        ? { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }
        : {}),
    };
    const fields = {
      ...{ grant_type: 'authorization_code', code: 'none', code_verifier: 'v'.repeat(43) },
      redirect_uri: this.config.url(`/upstream/${provider.id}/callback`),
      ...(authMethod === 'client_secret_basic' ? {} : { client_id: clientId }),
      ...(authMethod === 'client_secret_post' ? { client_secret: secret } : {}),
    };
    const body = new URLSearchParams(fields).toString();
    const answer = await this.unlessFailing(() =>
      this.documents.askProvider(endpoint, { headers, body }),
    );
    const said = await this.unlessFailing(() =>
      Promise.resolve(answer && objectIn({ ...answer, status: 200 })),
    );
    const error = said?.['error'];
    return typeof error === 'string' && /^[\w-]{1,64}$/.test(error) ? error : undefined;
  }

  private fetched(address: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    const headers = { accept: 'application/json' };
    return this.unlessFailing(async () =>
      objectIn(await this.documents.askProvider(address, { headers })),
    );
  }

  /** Why is for the log: it would tell what is in our network (attack H05). */
  private async unlessFailing<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      const { reason } = error;
      this.logger.write('warn', 'an identity provider could not be tested', { reason });
      return undefined;
    }
  }
}

type Step = ProviderStep['step'];
const passed = (step: Step, detail: string): ProviderStep => ({ step, passed: true, detail });
const failed = (step: Step, detail: string): ProviderStep => ({ step, passed: false, detail });

/** As much of it as can be shown. */
const text = (value: unknown): string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,300}$/.test(value) ? value : 'nothing';
