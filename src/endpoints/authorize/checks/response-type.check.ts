import { OAuthError, type Refusal } from '#protocol';
import type { SafeCheck } from './check.js';

/** A response type that exists and that the client registered (RFC 6749 §3.1.1). */
export const checkResponseType: SafeCheck = (draft, { responseTypes }) => {
  const { client, parameters } = draft;
  const requested = parameters.get('response_type');
  const refusal: Refusal = {
    ...{ check: 'response-type', spec: 'RFC 6749 §3.1.1' },
    expected: `one that the client is registered for: ${[...client.responseTypes].join(', ')}`,
    got: { response_type: requested },
  };
  if (requested === undefined) {
    throw OAuthError.invalidRequest('The parameter response_type is missing.').refusedBy(refusal);
  }
  const found = responseTypes.find(requested);
  if (found === undefined) throw OAuthError.unsupportedResponseType().refusedBy(refusal);
  const registered = [...client.responseTypes].some((name) => responseTypes.find(name) === found);
  if (!registered || found.grantTypes.some((grant) => !client.grantTypes.has(grant))) {
    throw OAuthError.unauthorizedClient('This client may not use this response type.').refusedBy(
      registered
        ? { ...refusal, expected: `a client with the grant types ${found.grantTypes.join(', ')}` }
        : refusal,
    );
  }
  draft.responseType = found.name;
};
