import type { SafeCheck } from './check.js';

/** The APIs that the token will be for (RFC 8707 §2). */
export const checkResource: SafeCheck = async (draft, { targets, responseTypes }) => {
  const { client, parameters, scope = [], responseType = '' } = draft;
  draft.asked = await targets.resolve(client, scope, parameters.getAll('resource'));
  // From here there is one access token for all of them; at the token endpoint there can be one for each.
  if (responseTypes.get(responseType).words.has('token')) await targets.narrow(draft.asked, []);
};
