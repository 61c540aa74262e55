import type { CreateIdentityProviderRequest } from '../admin/identity-provider.request.js';
import type { ProviderPresetRequest } from './preset.request.js';
import { providerPreset } from './provider-presets.js';

/** What is asked for, and what the preset says where that does not. */
export function withPreset(
  body: CreateIdentityProviderRequest,
  { preset, ...asked }: ProviderPresetRequest,
): CreateIdentityProviderRequest {
  if (preset === undefined) return body;
  const it = providerPreset(preset);
  const home = (asked.url ?? it.url)?.replace(/\/+$/, '');
  const issuer = it.issuer
    ?.replace('{url}', home ?? '{url}')
    .replace('{tenant}', asked.tenant ?? '{tenant}');
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  return {
    ...{ name: it.name, ...(issuer === undefined ? {} : { issuer }), ...it.endpoints },
    ...{ scopes: [...it.scopes], claims: { ...it.claims } },
    ...(it.authMethod === undefined ? {} : { token_endpoint_auth_method: it.authMethod }),
    ...(it.subjectClaim === undefined ? {} : { subject_claim: it.subjectClaim }),
    ...(it.groupsClaim === undefined ? {} : { groups_claim: it.groupsClaim }),
    ...(Object.fromEntries(given) as Partial<CreateIdentityProviderRequest>),
    ...{ id: body.id, client_id: body.client_id },
  };
}
