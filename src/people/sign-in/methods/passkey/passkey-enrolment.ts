import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { randomId } from '#platform/crypto';
import type { Browser } from '#platform/http';
import { textsFor } from '#platform/texts';
import { epochSeconds, type Parameters } from '#protocol';
import { type User, UserRepository } from '#people/users';
import type { Enrolment, MethodPart, NewAuthenticator, Refusal } from '../sign-in-method.js';
import { CeremonyChallenges } from './ceremony-challenges.js';
import { PasskeyCeremonies, settingUp } from './passkey-ceremonies.js';
import { passkeyName } from './passkey-names.js';
import { part, script } from './passkey-parts.js';
import { descriptorOf, TIMEOUT } from './passkey-requests.js';
import { parseAnswer } from './public-key-credential.js';
import { Passkeys } from './passkeys.js';
import { ALGORITHMS, verifyNewKey } from './webauthn.js';

/** How people get a passkey (WebAuthn §5.4, §7.1): one that is found without a username. */
@Injectable()
export class PasskeyEnrolment implements Enrolment {
  constructor(
    private readonly config: Config,
    private readonly challenges: CeremonyChallenges,
    private readonly ceremonies: PasskeyCeremonies,
    private readonly passkeys: Passkeys,
    private readonly users: UserRepository,
  ) {}

  async begin({ sub, username, claims }: User, browser: Browser): Promise<MethodPart> {
    const { passkeys } = textsFor();
    const options = {
      rp: { id: this.config.webauthnRpId, name: browser.look.brand.productName },
      user: {
        id: await this.users.handleOf(sub),
        ...{ name: username, displayName: claims.name ?? username },
      },
      challenge: this.challenges.make(settingUp(sub), browser),
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: (await this.passkeys.of(sub)).map(descriptorOf),
      authenticatorSelection: {
        ...{ residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      },
      ...{ attestation: 'none', timeout: TIMEOUT, extensions: { credProps: true } },
    };
    const model = { ceremony: 'create', options: JSON.stringify(options) };
    return { part, script, model, submit: passkeys.create, submitId: 'passkey' };
  }

  async confirm(
    { sub }: User,
    form: Parameters,
    browser: Browser,
  ): Promise<Refusal | NewAuthenticator> {
    const answer = parseAnswer(form.get('credential') ?? '');
    if (answer === undefined)
      return { text: (t) => t.passkeys.noAnswer, reason: 'no passkey in the form' };
    const expected = this.ceremonies.expected(answer, settingUp(sub), browser, true);
    if (!('challenge' in expected)) return { text: (t) => t.passkeys.notMade, ...expected };
    const key = await verifyNewKey(answer, expected);
    if (key === undefined) return { text: (t) => t.passkeys.notMade, reason: 'attestation' };
    if (!(await this.challenges.use(expected.challenge))) {
      return { text: (t) => t.passkeys.tooLate, reason: 'challenge was used' };
    }
    if ((await this.passkeys.exists(key.credentialId)) || (await this.passkeys.isFull(sub))) {
      return { text: (t) => t.passkeys.notAdded, reason: 'passkey exists' };
    }
    const passkey = {
      ...{ id: randomId(), userId: sub, ...key, transports: answer.transports },
      discoverable: answer.discoverable ?? true,
      name: passkeyName(key.aaguid, epochSeconds()),
    };
    return {
      id: passkey.id,
      store: async (manager) => {
        await this.passkeys.insert(manager, passkey);
        return true;
      },
    };
  }
}
