/** Requests of the admin API as they are really sent, for the documentation. */

export const NEW_CLIENT_EXAMPLES = {
  web: {
    summary: 'A web application',
    value: {
      client_name: 'Photo Printing',
      redirect_uris: ['https://printing.example.com/callback'],
    },
  },
  service: {
    summary: 'A service that acts in its own name',
    value: {
      client_name: 'User import',
      grant_types: ['client_credentials'],
      scope: 'users:read',
    },
  },
  browser: {
    summary: 'An application in the browser, which cannot keep a secret',
    value: {
      client_name: 'Photo Viewer',
      redirect_uris: ['https://viewer.example.com/callback'],
      token_endpoint_auth_method: 'none',
    },
  },
  native: {
    summary: 'An application on a phone or a desktop',
    value: {
      client_name: 'Photo Frame',
      application_type: 'native',
      redirect_uris: ['com.example.frame:/callback', 'http://127.0.0.1/callback'],
      token_endpoint_auth_method: 'none',
    },
  },
};

export const CHANGED_CLIENT_EXAMPLES = {
  rename: { summary: 'Another name', value: { client_name: 'Photo Printing and Framing' } },
  disable: { summary: 'Switch it off', value: { disabled: true } },
};

export const ROTATED_SECRET_EXAMPLES = {
  overlap: { summary: 'The earlier secret stays valid for a day', value: {} },
  immediately: { summary: 'The earlier secret ends now', value: { expires_previous_at: 0 } },
};
