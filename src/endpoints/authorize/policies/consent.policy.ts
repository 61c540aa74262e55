import type { Consent } from '#people/consent';
import { additionalClaims, type ClaimsRequest, coversScope, type Granted } from '#protocol';
import type { Policy, Situation } from './policy.js';

/** The person has allowed the client what it asks for. */
export const consentPolicy: Policy = {
  prompt: 'consent',
  error: 'consent_required',
  isMet(situation: Situation): boolean {
    const { request, interaction, granted, consent } = situation;
    const firstParty = request.client.metadata.first_party;
    const approved = interaction?.approvedScope;
    const stored = firstParty || covers(consent, granted, request.claims);
    if (!stored) return false;
    if (approved !== undefined && coversScope(approved, granted.scope)) return true;
    if (request.prompt.has('consent')) return false;
    // Anybody can pretend to be a client whose redirect URI leads into any program on the device, or
    // register one: for those the person is asked every time (RFC 8252 §8.6; attacks A30, A37).
    return situation.clientAssured;
  },
};

function covers(
  consent: Consent | undefined,
  granted: Granted,
  claims: ClaimsRequest | undefined,
): boolean {
  if (!consent?.granted.covers(granted)) return false;
  // A claim asked for by name was allowed by name, or with a scope that opens it.
  return additionalClaims(claims, consent.granted.scope).every((name) => consent.claims.has(name));
}
