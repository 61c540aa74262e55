import { beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { initialAccessToken, METADATA } from '../../support/registration.js';
import { startWorld, type LocalWorld } from '../../support/world.js';

// The server under test listens on loopback, where plain http is what it serves.
// eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
const INSECURE = { [oauth.allowInsecureRequests]: true };

describe('applications that register themselves with a library', () => {
  let world: LocalWorld;
  let token: string;

  beforeAll(async () => {
    world = await startWorld();
    token = await initialAccessToken(world, { policy: { grant_types: ['client_credentials'] } });
  }, 60_000);

  const WANTED = {
    ...METADATA,
    grant_types: ['client_credentials'],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_post',
  };

  it('openid-client: dynamicClientRegistration', async () => {
    const configuration = await openid.dynamicClientRegistration(
      new URL(world.issuer),
      WANTED,
      undefined,
      {
        initialAccessToken: token,
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
        execute: [openid.allowInsecureRequests],
      },
    );
    const registered = configuration.clientMetadata();
    expect(registered).toMatchObject({
      ...WANTED,
      client_secret: expect.stringMatching(/^gh_cs_/),
      registration_client_uri: `${world.issuer}/register/${registered.client_id}`,
    });
    // The library authenticates with what it was given.
    await openid.tokenRevocation(configuration, 'nothing');
  });

  it('oauth4webapi: dynamicClientRegistrationRequest', async () => {
    const issuer = new URL(world.issuer);
    const found = await oauth.discoveryRequest(issuer, INSECURE);
    const server = await oauth.processDiscoveryResponse(issuer, found);
    const response = await oauth.dynamicClientRegistrationRequest(server, WANTED, {
      ...INSECURE,
      initialAccessToken: token,
    });
    const client = await oauth.processDynamicClientRegistrationResponse(response);
    expect(client).toMatchObject({ ...WANTED, client_secret_expires_at: 0 });
    const refused = await oauth.dynamicClientRegistrationRequest(
      server,
      { redirect_uris: ['http://client.example/'] },
      { ...INSECURE, initialAccessToken: token },
    );
    await expect(oauth.processDynamicClientRegistrationResponse(refused)).rejects.toMatchObject({
      error: 'invalid_redirect_uri',
    });
    const unknown = await oauth.dynamicClientRegistrationRequest(server, WANTED, INSECURE);
    await expect(oauth.processDynamicClientRegistrationResponse(unknown)).rejects.toMatchObject({
      code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
    });
  });
});
