import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '#platform/config';
import { Logger } from '#platform/logging';
import type { Parameters } from '#protocol';
import type { User } from '#people/users';
import type { MethodContext, MethodPart } from '../sign-in-method.js';
import { CeremonyChallenges } from './ceremony-challenges.js';
import { secondFactorOf, signingIn } from './passkey-ceremonies.js';
import { parseAnswer } from './public-key-credential.js';
import { part, script } from './passkey-parts.js';
import { Passkeys } from './passkeys.js';

/** A button of one page: tests and people's bookmarklets find it by this id. */
const SUBMIT_ID = 'passkey';

/** How long the browser waits for the person, in milliseconds. */
export const TIMEOUT = 300_000;

/** What pages hold for the script that asks the browser to sign (WebAuthn §5.5). */
@Injectable()
export class PasskeyRequests implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly challenges: CeremonyChallenges,
    private readonly passkeys: Passkeys,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const { webauthnRpId, issuer } = this.config;
    if (webauthnRpId !== undefined) return;
    const reason = `Browsers make passkeys for names only, and ISSUER is ${issuer}.`;
    this.logger.write('info', 'There are no passkeys.', { reason });
  }

  /** @param person whose passkeys will do; undefined: anybody's, and none is named */
  async toSignIn(
    { interaction, person, browser }: MethodContext,
    typed: Parameters | undefined,
  ): Promise<Omit<MethodPart, 'submit'>> {
    const challenge = this.challenges.make(signingIn(interaction.uid), browser);
    const options = { challenge, userVerification: 'required', ...(await this.those(person)) };
    // Not after one that was refused: the browser would suggest it again.
    const autofill = person === undefined && typed === undefined;
    return this.partOf({ options, autofill, unknown: await this.unknownIn(typed) });
  }

  async toProve(
    { interaction, browser }: MethodContext,
    person: User,
  ): Promise<Omit<MethodPart, 'submit'>> {
    const challenge = this.challenges.make(secondFactorOf(interaction.uid, person.sub), browser);
    const options = { challenge, userVerification: 'preferred', ...(await this.those(person)) };
    return this.partOf({ options, autofill: false });
  }

  private partOf(model: { options: object; autofill: boolean; unknown?: string | undefined }) {
    const options = { rpId: this.config.webauthnRpId, timeout: TIMEOUT, ...model.options };
    const fields = {
      ...model,
      ceremony: 'get',
      options: JSON.stringify(options),
      rpId: options.rpId,
    };
    return { part, script, model: fields, submitId: SUBMIT_ID };
  }

  private async those(person: User | undefined) {
    const theirs = person === undefined ? [] : await this.passkeys.of(person.sub);
    return { allowCredentials: theirs.map(descriptorOf) };
  }

  /** The id of a passkey that was sent and is not known (any more): its provider can be told. */
  private async unknownIn(typed: Parameters | undefined): Promise<string | undefined> {
    const answer = parseAnswer(typed?.get('credential') ?? '');
    return answer === undefined || (await this.passkeys.exists(answer.id)) ? undefined : answer.id;
  }
}

/** WebAuthn §5.8.3. */
export function descriptorOf({
  credentialId,
  transports,
}: {
  readonly credentialId: string;
  readonly transports: readonly string[];
}) {
  return { type: 'public-key', id: credentialId, transports };
}
