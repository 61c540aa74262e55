// @ts-check
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl } from '@modelcontextprotocol/sdk/server/auth/router.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';
import { verifier } from './access-tokens.js';
import { notesServer } from './notes.js';
import { scope } from './registration.js';

/**
 * An MCP server as the SDK makes one. Two lines protect it with Gatehouse: what asks for a token, and the
 * document that says where to get one (RFC 9728), which Gatehouse writes and this server passes on.
 *
 * @param {string} issuer
 * @param {string} identifier
 */
export function app(issuer, identifier) {
  const resourceMetadataUrl = getOAuthProtectedResourceMetadataUrl(new URL(identifier));
  const protectedBy = requireBearerAuth({
    ...{ verifier: verifier(issuer, identifier), requiredScopes: [scope], resourceMetadataUrl },
  });
  const server = express();
  server.get(new URL(resourceMetadataUrl).pathname, async (_request, response) => {
    const path = `/.well-known/oauth-protected-resource/${encodeURIComponent(identifier)}`;
    const metadata = await fetch(issuer + path);
    response.status(metadata.status).set('access-control-allow-origin', '*');
    response.json(await metadata.json());
  });
  server.post('/mcp', protectedBy, express.json(), async (request, response) => {
    // One for each request: nothing is kept between them but the notes.
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    const tools = notesServer();
    response.on('close', () => void tools.close());
    await tools.connect(
      /** @type {import('@modelcontextprotocol/sdk/shared/transport.js').Transport} */ (transport),
    );
    await transport.handleRequest(request, response, request.body);
  });
  server.all('/mcp', protectedBy, (_request, response) => void response.status(405).end());
  return server;
}
