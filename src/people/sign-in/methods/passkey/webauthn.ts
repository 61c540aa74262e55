import type { AttestationFormat } from '@simplewebauthn/server/helpers';
import type { PublicKeyCredentialAnswer } from './public-key-credential.js';
import type { Passkey, PasskeyState } from './passkeys.js';

/** RFC 9053 §2; RFC 8812 §2. */
const ES256 = -7;
const EDDSA = -8;
const RS256 = -257;

/** All that authenticators have. */
export const ALGORITHMS = [ES256, EDDSA, RS256];

/** What is expected of an answer, besides that it is signed. */
export interface Expected {
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
  /** Whether the authenticator must have asked for a fingerprint, a face or a PIN. */
  readonly userVerification: boolean;
}

/** What is known by a signature that is right. */
export interface VerifiedSignature extends PasskeyState {
  readonly backupEligible: boolean;
  readonly userVerified: boolean;
}

/** A public key that somebody brought. */
export interface VerifiedKey extends VerifiedSignature {
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly aaguid: string;
}

/** Loaded when somebody has a passkey: a server without pays nothing. */
const library = () => import('@simplewebauthn/server');

/**
 * Verifies a signature (WebAuthn §7.2), but for the counter, which is compared where it is written.
 * @returns undefined when it is wrong
 */
export async function verifySignature(
  { id, response }: PublicKeyCredentialAnswer,
  { credentialId, publicKey }: Passkey,
  expected: Expected,
): Promise<VerifiedSignature | undefined> {
  const { verifyAuthenticationResponse } = await library();
  const { cose, decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers');
  const { clientDataJSON = '', authenticatorData = '', signature = '' } = response;
  return unlessWrong(async () => {
    const key = decodeCredentialPublicKey(publicKey);
    if (cose.isCOSEPublicKeyEC2(key) && !isOneSequence(signature)) return undefined;
    const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
      response: {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origin,
      expectedRPID: expected.rpId,
      requireUserVerification: expected.userVerification,
      credential: { id: credentialId, publicKey, counter: 0 },
    });
    if (!verified) return undefined;
    return {
      signCount: info.newCounter,
      backedUp: info.credentialBackedUp,
      backupEligible: info.credentialDeviceType === 'multiDevice',
      userVerified: info.userVerified,
    };
  });
}

/**
 * Verifies what was made (WebAuthn §7.1). Who vouches for the authenticator is not asked for and not
 * believed.
 * @returns undefined when it is wrong
 */
export async function verifyNewKey(
  { id, response }: PublicKeyCredentialAnswer,
  expected: Expected,
): Promise<VerifiedKey | undefined> {
  const { verifyRegistrationResponse } = await library();
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const { clientDataJSON = '', attestationObject = '' } = response;
  return unlessWrong(async () => {
    const object = decodeAttestationObject(
      new Uint8Array(Buffer.from(attestationObject, 'base64url')),
    );
    if (!isOfNobody(object.get('fmt'), object.get('attStmt'))) return undefined;
    const { verified, registrationInfo: info } = await verifyRegistrationResponse({
      response: {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: expected.challenge,
      expectedOrigin: expected.origin,
      expectedRPID: expected.rpId,
      requireUserVerification: expected.userVerification,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified || info.credential.id !== id) return undefined;
    return {
      ...{ credentialId: id, publicKey: info.credential.publicKey, aaguid: info.aaguid },
      signCount: info.credential.counter,
      backedUp: info.credentialBackedUp,
      backupEligible: info.credentialDeviceType === 'multiDevice',
      userVerified: info.userVerified,
    };
  });
}

/** DER (X.690 §8.1.3): nothing stands behind the two numbers, which the library does not look for. */
function isOneSequence(signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  return bytes[1] === bytes.length - 2;
}

/** `none`, or signed by the new key itself: certificates would be fetched and followed (WebAuthn §8). */
function isOfNobody(format: AttestationFormat, statement: { get: (name: 'x5c') => unknown }) {
  return format === 'none' || (format === 'packed' && statement.get('x5c') === undefined);
}

/** The library throws for whatever is wrong with what others sent. */
async function unlessWrong<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}
