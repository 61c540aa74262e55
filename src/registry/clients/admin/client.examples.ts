import { filledIn } from '#registry/resources';
import { CLIENT_PRESET_NAMES, clientPreset } from '../presets/client-presets.js';

/** Requests of the admin API as they are really sent, for the documentation. */

/** What each preset comes to. */
const PRESETS = CLIENT_PRESET_NAMES.map((name) => {
  const { summary, metadata, redirect_uris: uris, url = '' } = clientPreset(name);
  const redirects = uris?.map((uri) => filledIn(uri, { url }));
  const value = { ...metadata, ...(redirects === undefined ? {} : { redirect_uris: redirects }) };
  return [name, { summary, value }] as const;
});

export const NEW_CLIENT_EXAMPLES = {
  default: {
    summary: 'A name and a redirect URI are enough',
    value: {
      client_name: 'Photo Printing',
      redirect_uris: ['https://printing.example.com/callback'],
    },
  },
  ...Object.fromEntries(PRESETS),
};

export const CHANGED_CLIENT_EXAMPLES = {
  rename: { summary: 'Another name', value: { client_name: 'Photo Printing and Framing' } },
  disable: { summary: 'Switch it off', value: { disabled: true } },
};

export const CHANGED_SECRET_EXAMPLES = {
  'another label': { value: { label: 'Data centre 2' } },
};

export const ROTATED_SECRET_EXAMPLES = {
  overlap: { summary: 'The earlier secret stays valid for a day', value: {} },
  immediately: { summary: 'The earlier secret ends now', value: { expires_previous_at: 0 } },
};
