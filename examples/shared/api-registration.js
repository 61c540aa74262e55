// @ts-check
import { AdminApiError } from './admin-api.js';

/**
 * Makes sure that Gatehouse knows an API with one scope.
 *
 * @param {import('./admin-api.js').AdminApi} admin
 * @param {string} identifier
 * @param {string} name
 * @param {{ name: string, description: string }} scope
 */
export async function createApi(admin, identifier, name, scope) {
  try {
    await admin.createResourceServer({ identifier, name, scopes: [scope] });
  } catch (error) {
    // Registered earlier, with the state file lost since? Then only the clients are new.
    if (!(error instanceof AdminApiError && error.status === 409)) throw error;
  }
}
