import { Injectable } from '@nestjs/common';
import { Config } from '#platform/config';
import { Events } from '#platform/events';
import { ANONYMOUS, type Browser } from '#platform/http';
import { PROOF_OF_POSSESSION } from '#protocol';
import { type User, UserRepository } from '#people/users';
import type { Attempt, Refusal } from '../sign-in-method.js';
import { CeremonyChallenges } from './ceremony-challenges.js';
import { type PublicKeyCredentialAnswer, parseAnswer } from './public-key-credential.js';
import { type Passkey, Passkeys } from './passkeys.js';
import { type Expected, verifySignature } from './webauthn.js';

/** Who signed, and what the signature proves (RFC 8176). */
export interface PasskeyProof {
  readonly user: User;
  readonly amr: readonly string[];
}

/** Judges what browsers sign with passkeys. */
@Injectable()
export class PasskeyCeremonies {
  constructor(
    private readonly config: Config,
    private readonly challenges: CeremonyChallenges,
    private readonly passkeys: Passkeys,
    private readonly users: UserRepository,
    private readonly events: Events,
  ) {}

  /** Whoever signs, by themselves: the passkey and whatever opens it are two factors. */
  signIn({ form, interaction, browser }: Attempt): Promise<PasskeyProof | Refusal> {
    return this.prove(form.get('credential'), signingIn(interaction.uid), browser, undefined);
  }

  /** Somebody who is known by another proof. */
  secondFactor(
    { form, interaction, browser }: Attempt,
    person: User,
  ): Promise<PasskeyProof | Refusal> {
    const purpose = secondFactorOf(interaction.uid, person.sub);
    return this.prove(form.get('credential'), purpose, browser, person);
  }

  private async prove(
    json: string | undefined,
    purpose: string,
    browser: Browser,
    person: User | undefined,
  ): Promise<PasskeyProof | Refusal> {
    const answer = parseAnswer(json ?? '');
    if (answer === undefined) {
      return { text: (t) => t.passkeys.noAnswer, reason: 'no passkey in the form' };
    }
    const expected = this.expected(answer, purpose, browser, person === undefined);
    if (!('challenge' in expected)) return expected;
    const user = await this.ownerOf(answer, person);
    const passkey = user && (await this.passkeys.find(answer.id, user.sub));
    if (user === undefined || passkey === undefined) return refused('unknown passkey');
    const signature = await verifySignature(answer, passkey, expected);
    if (signature === undefined) return refused('signature');
    // Step 19: what may be copied was so from the beginning.
    if (signature.backupEligible !== passkey.backupEligible) return refused('backup eligibility');
    if (!(await this.challenges.use(expected.challenge))) return tooLate('challenge was used');
    if (!(await this.passkeys.use(passkey, signature))) return this.cloned(passkey, browser);
    const possession = passkey.backupEligible ? 'swk' : 'hwk';
    if (person !== undefined) return { user, amr: [possession, PROOF_OF_POSSESSION] };
    return { user, amr: ['user', possession, PROOF_OF_POSSESSION, 'mfa'] };
  }

  /** What the answer has to be signed over, if this browser was asked for it. */
  expected(
    { clientData: { challenge, origin, framed } }: PublicKeyCredentialAnswer,
    purpose: string,
    browser: Browser,
    userVerification: boolean,
  ): Expected | Refusal {
    const { webauthnRpId: rpId = '', issuer } = this.config;
    if (!this.challenges.isOurs(challenge, purpose, browser)) return tooLate('challenge');
    if (origin !== new URL(issuer).origin) return refused('origin');
    if (framed) return refused('cross-origin frame');
    return { challenge, origin, rpId, userVerification };
  }

  /** The person whom the authenticator names (step 6); who is known already must be that one. */
  private async ownerOf(
    { response: { userHandle = '' } }: PublicKeyCredentialAnswer,
    person: User | undefined,
  ): Promise<User | undefined> {
    if (userHandle === '') return person;
    const owner = await this.users.findByHandle(userHandle);
    const known = person === undefined || person.sub === owner?.sub;
    return known && owner?.disabled === false ? owner : undefined;
  }

  private cloned({ id, userId }: Passkey, { origin }: Browser): Refusal {
    const object = { kind: 'authenticator', id };
    this.events.note({ type: 'passkey.cloned', actor: ANONYMOUS, userId, object, origin });
    return { text: (t) => t.passkeys.cloned, reason: 'signature counter' };
  }
}

export const signingIn = (uid: string): string => `sign-in ${uid}`;
export const secondFactorOf = (uid: string, sub: string): string => `second factor ${uid} ${sub}`;
export const settingUp = (sub: string): string => `setting up ${sub}`;

const refused = (reason: string): Refusal => ({ reason });
const tooLate = (reason: string): Refusal => ({ text: (t) => t.passkeys.tooLate, reason });
