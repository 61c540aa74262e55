import { expect } from '@jest/globals';
import type { Module } from './module.js';

/** A login that others may begin is registered, and can be read back (OIDC Core §4). */
export const thirdPartyLogin: Module = async (run) => {
  const initiate_login_uri = 'https://suite.example/login';
  const client = await run.registerClient({ initiate_login_uri });
  expect(client['initiate_login_uri']).toBe(initiate_login_uri);
  const headers = { authorization: `Bearer ${client.registration_access_token}` };
  const answer = await run.suite.fetch(client.registration_client_uri, { headers });
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({ client_id: client.client_id, initiate_login_uri });
};

/** Only over https. */
export const thirdPartyLoginNoHttps: Module = async (run) => {
  const answer = await run.registrations.post({
    initiate_login_uri: 'http://suite.example/login',
  });
  expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
};
