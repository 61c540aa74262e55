import { Answer } from './answer.js';
import type { World } from './world.js';

export const REDIRECT_URI = 'https://client.example/callback';

/** What a program that registers itself sends at least. */
export const METADATA = { client_name: 'Self-made', redirect_uris: [REDIRECT_URI] };

/** Sends JSON to `/register` or below, with a bearer token if one is given. */
export async function sendRegistration(
  { issuer }: Pick<World, 'issuer'>,
  { method = 'POST', path = '', token, body, headers = {} }: RegistrationRequest,
): Promise<Answer> {
  const url = new URL(`${issuer}/register${path}`);
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return Answer.read(url, response);
}

interface RegistrationRequest {
  readonly method?: string;
  readonly path?: string;
  readonly token?: string | undefined;
  /** Text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An initial access token, good for many clients unless told otherwise. */
export async function initialAccessToken(
  world: World,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const wanted = { name: 'Test', max_uses: 10_000, ...settings };
  const created = await world.admin.create('/initial-access-tokens', wanted);
  return created.initial_access_token as string;
}

/** Registers a client with an initial access token of its own; `policy` is that of the token. */
export async function selfRegistered(
  world: World,
  metadata: Readonly<Record<string, unknown>> = {},
  policy: Readonly<Record<string, unknown>> = {},
): Promise<any> {
  const token = await initialAccessToken(world, { max_uses: 1, policy });
  const answer = await sendRegistration(world, { token, body: { ...METADATA, ...metadata } });
  if (answer.status !== 201) throw new Error(`POST /register: ${answer.summary()}`);
  return answer.json;
}
