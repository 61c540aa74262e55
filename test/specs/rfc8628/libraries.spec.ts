import { beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { decide, registerDevice } from '../../support/device.js';
import type { RegisteredClient } from '../../support/registered-client.js';
import { startWorld, type LocalWorld, type RegisteredUser } from '../../support/world.js';

// The server under test listens on loopback, where plain http is what it serves.
// eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
const INSECURE = { [oauth.allowInsecureRequests]: true };
const SCOPE = 'openid profile offline_access';

describe('devices that are built on libraries', () => {
  let world: LocalWorld;
  let tv: RegisteredClient;
  let user: RegisteredUser;

  beforeAll(async () => {
    world = await startWorld();
    tv = await registerDevice(world);
    user = await world.createUser({ name: 'Ada Example' });
  });

  const configure = () =>
    openid.discovery(new URL(world.issuer), tv.client_id, undefined, openid.None(), {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- only marked so, to be noticed
      execute: [openid.allowInsecureRequests],
    });

  it('oauth4webapi: every answer is exactly right, from the codes to the ID token', async () => {
    const issuer = new URL(world.issuer);
    const as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, INSECURE),
    );
    const client = { client_id: tv.client_id };
    const ask = [as, client, oauth.None()] as const;
    const codes = await oauth.processDeviceAuthorizationResponse(
      as,
      client,
      await oauth.deviceAuthorizationRequest(...ask, { scope: SCOPE }, INSECURE),
    );
    const redeem = () => oauth.deviceCodeGrantRequest(...ask, codes.device_code, INSECURE);
    const early = await redeem();
    await expect(oauth.processDeviceCodeResponse(as, client, early)).rejects.toMatchObject({
      error: 'authorization_pending',
      status: 400,
    });
    await decide(world, user, codes);
    const response = await redeem();
    const tokens = await oauth.processDeviceCodeResponse(as, client, response);
    await oauth.validateApplicationLevelSignature(as, response, INSECURE);
    expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe(user.sub);
    const info = await oauth.userInfoRequest(as, client, tokens.access_token, INSECURE);
    const claims = await oauth.processUserInfoResponse(as, client, user.sub, info);
    expect(claims.name).toBe('Ada Example');
  });

  it('openid-client: polls by itself until the person has answered', async () => {
    const configuration = await configure();
    const codes = await openid.initiateDeviceAuthorization(configuration, { scope: SCOPE });
    expect(codes.interval).toBe(5);
    const waiting = openid.pollDeviceAuthorizationGrant(configuration, { ...codes, interval: 1 });
    await decide(world, user, codes);
    const tokens = await waiting;
    expect(tokens.claims()?.sub).toBe(user.sub);
    const renewed = await openid.refreshTokenGrant(configuration, tokens.refresh_token ?? '');
    expect(renewed.scope).toBe(SCOPE);
  });

  it('openid-client: is told when the person said no', async () => {
    const configuration = await configure();
    const codes = await openid.initiateDeviceAuthorization(configuration, { scope: SCOPE });
    await decide(world, user, codes, 'deny');
    const polling = openid.pollDeviceAuthorizationGrant(configuration, { ...codes, interval: 1 });
    await expect(polling).rejects.toMatchObject({ error: 'access_denied' });
  });
});
