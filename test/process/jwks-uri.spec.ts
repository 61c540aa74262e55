import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { atEndOfFile } from '../support/end-of-file.js';
import { selfSigned } from '../support/self-signed.js';
import { startServer } from '../support/server-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { worldOf } from '../support/world.js';

/** An https server with a certificate of its own that publishes one key. */
async function publish(document: object) {
  const certificate = selfSigned();
  const server = createServer(certificate, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/jwk-set+json' });
    response.end(JSON.stringify(document));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEndOfFile(() => Promise.resolve(server.close()));
  return { certificate, uri: `https://localhost:${(server.address() as AddressInfo).port}/jwks` };
}

it('keys are fetched over https from an exempted network, with a CA that the operator trusts', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { certificate, uri } = await publish({ keys: [publicKey.export({ format: 'jwk' })] });
  const ca = join(temporaryDirectory(), 'ca.pem');
  writeFileSync(ca, certificate.cert);

  const attempt = async (env: Record<string, string>) => {
    const world = worldOf(await startServer({ env }));
    const client = await world.registerClient({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: undefined,
      jwks_uri: uri,
    });
    return (await world.revoke({ ...client, privateKey }, 'never-was')).status;
  };

  const exempt = { OUTBOUND_ALLOWED_NETWORKS: '127.0.0.0/8 ::1' };
  expect(await attempt({ ...exempt, NODE_EXTRA_CA_CERTS: ca })).toBe(200);
  expect(await attempt(exempt)).toBe(401);
  expect(await attempt({ NODE_EXTRA_CA_CERTS: ca })).toBe(401);
});
