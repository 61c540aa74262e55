/** A registration as it is really sent, for the documentation. */
export const REGISTRATION_EXAMPLES = {
  web: {
    summary: 'A web application',
    value: {
      client_name: 'Photo Printing',
      redirect_uris: ['https://printing.example.com/callback'],
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
};
