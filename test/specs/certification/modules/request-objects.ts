import { expect } from '@jest/globals';
import { sign, unsigned } from '../suite/client-keys.js';
import type { Ending, ModuleRun } from '../suite/module-run.js';
import { CALLBACK } from '../suite/registrations.js';
import type { SuiteClient } from '../suite/suite-client.js';
import type { RequestParameters } from '../suite/authorization-response.js';
import type { Module } from './module.js';

/** The request as a request object, without the claims that only a JWT in general has. */
const claimsFor = (run: ModuleRun, request: RequestParameters) => ({
  ...request,
  iss: request['client_id'] ?? '',
  aud: run.issuer,
});

/** What has to stand outside even so (OIDC Core §6.1). */
const outside = ({ client_id, response_type, scope }: RequestParameters): RequestParameters =>
  ({ client_id, response_type, scope }) as RequestParameters;

/** That the client or the person is told that nothing came of it. */
function expectRefused(run: ModuleRun, ending: Ending, ...codes: string[]): void {
  if (run.isResponse(ending)) run.expectError(ending, ...codes);
  else run.expectErrorPage(ending);
}

const neverUnsigned = ({ metadata }: ModuleRun): void => {
  for (const name of [
    'id_token_signing_alg_values_supported',
    'request_object_signing_alg_values_supported',
    'userinfo_signing_alg_values_supported',
    'token_endpoint_auth_signing_alg_values_supported',
  ]) {
    expect([name, metadata[name]]).toEqual([name, expect.not.arrayContaining(['none'])]);
  }
};

/** The suite skips what needs `none` where nothing advertises it; and it is refused, too. */
export const idTokenUnsigned: Module = async (run) => {
  neverUnsigned(run);
  const answer = await run.registrations.post({ id_token_signed_response_alg: 'none' });
  expect([answer.status, answer.json.error]).toEqual([400, 'invalid_client_metadata']);
};

/** The same of a request object that nobody signed. */
export const unsignedRequestObject: Module = async (run) => {
  neverUnsigned(run);
  const client = await run.registerClient();
  const request = run.request(client);
  const sent = { ...request, request: unsigned(claimsFor(run, request)) };
  const ending = await run.send(request, { sent });
  expectRefused(run, ending, 'request_not_supported', 'invalid_request_object');
};

/** The same of one by reference. */
export const unsignedRequestUri: Module = async (run) => {
  neverUnsigned(run);
  const { client, request, uri } = await published(run, async (claims) => unsigned(claims));
  const ending = await run.send(request, { sent: { ...outside(request), request_uri: uri } });
  expect(client['request_uris']).toEqual([uri]);
  expectRefused(run, ending, 'request_uri_not_supported', 'invalid_request_object');
};

/** By reference and signed with RS256: it has to work (OIDC Core §6.2). */
export const requestUriSignedRs256: Module = async (run) => {
  expect(run.metadata['request_uri_parameter_supported']).toBe(true);
  expect(run.metadata['request_object_signing_alg_values_supported']).toContain('RS256');
  const { client, request, uri } = await published(run, (claims, { key }) => sign(key, claims), {
    request_object_signing_alg: 'RS256',
  });
  const ending = await run.send(request, { sent: { ...outside(request), request_uri: uri } });
  await run.complete(client, ending);
};

type Serialize = (claims: ReturnType<typeof claimsFor>, client: SuiteClient) => Promise<string>;

/** A client whose request object lies at a registered request_uri. */
async function published(
  run: ModuleRun,
  serialize: Serialize,
  metadata: Readonly<Record<string, unknown>> = {},
) {
  const uri = run.suite.documents.publish({ type: 'application/jose', body: '' });
  const client = await run.registerClient({ request_uris: [uri], ...metadata });
  const request = run.request(client);
  const body = await serialize(claimsFor(run, request), client);
  run.suite.documents.publish({ type: 'application/jose', body }, uri);
  return { client, request, uri };
}

/**
 * A redirect URI in the request object wins over a bad one beside it. The suite sends the object
 * unsigned, which ends on an error page here; what it is after is shown with a signed one.
 */
export const requestObjectWithRedirectUri: Module = async (run) => {
  const client = await run.registerClient();
  const request = run.request(client);
  const bad = { ...outside(request), redirect_uri: `${CALLBACK}/unregistered` };
  const send = (object: string) => run.send(request, { sent: { ...bad, request: object } });
  const refused = await send(unsigned(claimsFor(run, request)));
  expectRefused(run, refused, 'request_not_supported');
  const signed = await send(await sign(client.key, claimsFor(run, request)));
  await run.complete(client, signed);
};
