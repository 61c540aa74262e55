import { allFilledIn, filledIn } from '#registry/resources';
import type { CreateClientRequest } from '../admin/create-client.request.js';
import type { ChangedClient } from '../client-changes.js';
import { clientPreset } from './client-presets.js';
import type { PresetRequest } from './preset.request.js';

/** What is asked for, and what the preset says where that does not. */
export function withPreset(
  body: CreateClientRequest,
  { preset, url }: PresetRequest,
): CreateClientRequest {
  if (preset === undefined) return body;
  const { metadata, redirect_uris: templates } = clientPreset(preset);
  const home = url?.replace(/\/+$/, '');
  const uris = templates?.map((uri) => filledIn(uri, home === undefined ? {} : { url: home }));
  // One that has to be filled in is none.
  const known = uris?.filter((uri) => !uri.includes('{')) ?? [];
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  return Object.assign(
    {},
    metadata,
    known.length > 0 ? { redirect_uris: known } : {},
    Object.fromEntries(given),
  ) as CreateClientRequest;
}

/** What is written into the settings of the program that a client was registered for just now. */
export function settingsOf(
  { client, secret }: ChangedClient,
  configuration: Readonly<Record<string, unknown>>,
  { preset }: PresetRequest,
): Record<string, string> | undefined {
  const settings = preset === undefined ? undefined : clientPreset(preset).settings;
  if (settings === undefined) return undefined;
  const { redirect_uris: uris } = client.metadata;
  const texts = Object.entries(configuration).filter(([, value]) => typeof value === 'string');
  return allFilledIn(settings, {
    ...(Object.fromEntries(texts) as Record<string, string>),
    ...(secret === undefined ? {} : { client_secret: secret }),
    redirect_uri: uris[0] ?? '',
    redirect_uris: uris.join(','),
  });
}
