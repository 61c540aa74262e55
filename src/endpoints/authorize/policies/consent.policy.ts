import type { Consent } from '#people/consent';
import { additionalClaims, type ClaimsRequest, coversScope } from '#protocol';
import type { Policy, Situation } from './policy.js';

/** The person has allowed the client what it asks for. */
export const consentPolicy: Policy = {
  prompt: 'consent',
  error: 'consent_required',
  isMet(situation: Situation): boolean {
    const { request, interaction, scope, consent } = situation;
    const firstParty = request.client.metadata.first_party;
    const approved = interaction?.approvedScope;
    const stored = firstParty || covers(consent, scope, request.claims);
    if (!stored) return false;
    if (approved !== undefined && coversScope(approved, scope)) return true;
    if (request.prompt.has('consent')) return false;
    // Anybody can pretend to be a client whose redirect URI leads into any program on the device, or
    // register one: for those the person is asked every time (RFC 8252 §8.6; attacks A30, A37).
    return situation.clientAssured;
  },
};

function covers(
  consent: Consent | undefined,
  scope: readonly string[],
  claims: ClaimsRequest | undefined,
): boolean {
  if (consent === undefined || !coversScope(consent.scope, scope)) return false;
  // A claim asked for by name was allowed by name, or with a scope that opens it.
  return additionalClaims(claims, consent.scope).every((name) => consent.claims.has(name));
}
