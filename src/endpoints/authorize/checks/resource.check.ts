import { Granted } from '#protocol';
import type { SafeCheck } from './check.js';

/** The APIs that the token will be for (RFC 8707 §2). */
export const checkResource: SafeCheck = async (draft, { targets }) => {
  const { client, parameters, scope = [] } = draft;
  const target = await targets.resolve(client, scope, parameters.getAll('resource'));
  draft.asked = Granted.of(target.scope, target.resources);
};
