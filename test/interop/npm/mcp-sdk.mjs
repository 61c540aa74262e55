// A client of the MCP SDK before a server of the same, which takes tokens for itself alone. The client registers itself.
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl } from '@modelcontextprotocol/sdk/server/auth/router.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

const { ISSUER, BASE, PORT, REDIRECT_URI } = process.env;
const identifier = `${BASE}/mcp`;
const keys = createRemoteJWKSet(new URL(`${ISSUER}/jwks`));

const verifyAccessToken = async (token) => {
  const { payload } = await jwtVerify(token, keys, { issuer: ISSUER, audience: identifier });
  const { client_id: clientId, exp: expiresAt, scope = '', sub } = payload;
  return { token, clientId, expiresAt, scopes: String(scope).split(' '), extra: { sub } };
};
const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(new URL(identifier));
const protectedBy = requireBearerAuth({ verifier: { verifyAccessToken }, resourceMetadataUrl });

const kept = {};
const provider = {
  redirectUrl: REDIRECT_URI,
  clientMetadata: {
    client_name: 'MCP client',
    redirect_uris: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  },
  clientInformation: () => kept.information,
  saveClientInformation: (information) => void (kept.information = information),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => void (kept.tokens = tokens),
  redirectToAuthorization: (url) => void (kept.url = url),
  saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
  codeVerifier: () => kept.verifier,
};
const transport = () =>
  new StreamableHTTPClientTransport(new URL(identifier), { authProvider: provider });

/** What the server tells whoever is signed in at it. */
async function whoAmI() {
  const client = new Client({ name: 'interop', version: '1.0.0' });
  await client.connect(transport());
  const { content } = await client.callTool({ name: 'whoami', arguments: {} });
  return content[0].text;
}

express()
  .get(new URL(resourceMetadataUrl).pathname, (_request, response) =>
    response.json({ resource: identifier, authorization_servers: [ISSUER] }),
  )
  .post('/mcp', protectedBy, express.json(), async (request, response) => {
    const server = new McpServer({ name: 'interop', version: '1.0.0' });
    server.registerTool('whoami', { description: 'Says who asks' }, () => ({
      content: [{ type: 'text', text: `subject: ${request.auth.extra.sub}` }],
    }));
    const answering = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.on('close', () => void server.close());
    await server.connect(answering);
    await answering.handleRequest(request, response, request.body);
  })
  .all('/mcp', (_request, response) => response.status(405).end())
  .get('/', async (_request, response) => {
    try {
      response.send(await whoAmI());
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
      response.redirect(kept.url.href);
    }
  })
  .get('/callback', async (request, response) => {
    await transport().finishAuth(request.query.code);
    response.send(await whoAmI());
  })
  .listen(PORT, '127.0.0.1');
