import { authorizationRequest } from '../../attacks/authorization-request.js';
import { refreshTokenOf, type Subject } from '../../attacks/subject.js';
import type { Answer } from '../../support/answer.js';
import { DEVICE_CODE, enterCode, poll, startDevice } from '../../support/device.js';
import { tokensOf } from '../../support/authorization.js';
import { askFor, FRONT_CHANNEL } from '../../support/front-channel.js';
import type { LocalWorld } from '../../support/world.js';
import { assertionFor, JWT_BEARER, present, registerPartner } from '../rfc7523/issuers.js';
import { askFor as exchange, EXCHANGE } from '../rfc8693/services.js';

export const API = 'https://diary.example';

/** Gets ready to ask for tokens in the name of this person, and gives back the asking. */
type Prepare = (world: LocalWorld, subject: Subject) => Promise<() => Promise<Answer>>;

/**
 * Each registered grant type with a request for tokens that rests on one person, one client, one
 * consent and one session as far as the grant has such a thing; `code id_token` stands for the hybrid
 * response types, whose code is redeemed as any other.
 */
export const PREPARED: Readonly<Record<string, Prepare>> = {
  authorization_code: async (world, subject) => {
    const issued = await world.authorizationCode(subject);
    return () => world.redeem(subject.client, issued);
  },
  'authorization_code of code id_token': async (world, subject) => {
    const {
      answer,
      redirect_uri,
      code_verifier = '',
    } = await askFor(world, 'code id_token', subject);
    const fields = { grant_type: 'authorization_code', redirect_uri, code_verifier };
    return () => world.token(subject.client, { ...fields, code: answer['code'] });
  },
  refresh_token: async (world, subject) => {
    const token = refreshTokenOf(await world.tokens(subject));
    return () => world.refresh(subject.client, token);
  },
  [DEVICE_CODE]: async (world, { client, user, browser, scope }) => {
    const device = await startDevice(world, client, { scope });
    const { page } = await enterCode(world, user, device.user_code, browser);
    const end = await browser.click(page, 'device-approve');
    if (!end.text.includes('Device connected')) throw new Error(end.summary());
    return () => poll(world, client, device);
  },
  implicit: async (_world, subject) => () => silently(subject, 'id_token token'),
  'implicit of code token': async (_world, subject) => () => silently(subject, 'code token'),
  password: async (world, subject) => () => byPassword(world, subject),
  'refresh_token of password': async (world, subject) => {
    const token = refreshTokenOf(tokensOf(await byPassword(world, subject)));
    return () => world.refresh(subject.client, token);
  },
  client_credentials: async (world, { client }) => {
    const fields = { grant_type: 'client_credentials', scope: 'diary:read' };
    return () => world.token(client, fields);
  },
  [EXCHANGE]: async (world, subject) => {
    const { access_token } = await world.tokens(subject);
    return () => exchange(world, subject.client, access_token, { scope: 'diary:read' });
  },
  [JWT_BEARER]: async (world, { client, user }) => {
    const partner = await registerPartner(world, client, { scopes: ['diary:read'] });
    const fresh = () => assertionFor(world, partner, user);
    return () => present(world, client, fresh(), { scope: 'diary:read' });
  },
};

const byPassword = (world: LocalWorld, { client, user, scope }: Subject): Promise<Answer> => {
  const { username, password } = user;
  return world.token(client, { grant_type: 'password', username, password, scope });
};

/** What a browser application asks in a hidden frame, of a person who is signed in. */
const silently = ({ client, browser, scope }: Subject, response_type: string): Promise<Answer> => {
  const changes = { response_type, nonce: 'n', prompt: 'none', scope };
  return browser.get('/authorize', authorizationRequest(client, changes));
};

/** The registration of a client that may use every grant; the password grant wants it first-party. */
export const metadataFor = (grant: string) => ({
  grant_types: [
    ...[...FRONT_CHANNEL.grant_types, 'client_credentials', DEVICE_CODE, EXCHANGE, JWT_BEARER],
    ...(grant.endsWith('password') ? ['password'] : []),
  ],
  response_types: FRONT_CHANNEL.response_types,
  first_party: grant.endsWith('password'),
  resource_server: API,
  token_exchange: { audiences: [API], delegation: true },
});
