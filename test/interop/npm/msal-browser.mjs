// @azure/msal-browser with another authority than its own, which it calls protocolMode OIDC.
import express from 'express';
import { readFileSync } from 'node:fs';

const { ISSUER, CLIENT_ID, REDIRECT_URI, PORT } = process.env;

const library = readFileSync('node_modules/@azure/msal-browser/lib/msal-browser.min.js', 'utf8');
const settings = {
  auth: {
    ...{ clientId: CLIENT_ID, authority: ISSUER, knownAuthorities: [new URL(ISSUER).host] },
    redirectUri: REDIRECT_URI,
  },
  system: { protocolMode: 'OIDC' },
};
const page = `<!doctype html><pre></pre><script src="/msal.js"></script><script type="module">
  const show = (text) => { document.querySelector('pre').textContent = text; };
  try {
    const client = new msal.PublicClientApplication(${JSON.stringify(settings)});
    await client.initialize();
    const result = await client.handleRedirectPromise();
    const [account] = client.getAllAccounts();
    if (account) show('signed in: ' + JSON.stringify(account.idTokenClaims));
    else await client.loginRedirect({ scopes: ['openid', 'profile', 'email'] });
  } catch (error) {
    show('failed: ' + error);
  }
</script>`;

express()
  .get('/msal.js', (_request, response) => response.type('js').send(library))
  .get('/favicon.ico', (_request, response) => response.status(204).end())
  .get('/{*path}', (_request, response) => response.type('html').send(page))
  .listen(PORT, '127.0.0.1');
