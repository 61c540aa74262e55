// @ts-check
import { AdminApiError } from './admin-api.js';
import { StartError } from './start.js';

/**
 * Makes sure that Gatehouse knows an API with one scope.
 *
 * @param {import('./admin-api.js').AdminApi} admin
 * @param {string} identifier
 * @param {string} name
 * @param {{ name: string, description: string }} scope
 * @throws {StartError} when the scope belongs to another API
 */
export async function createApi(admin, identifier, name, scope) {
  try {
    await admin.createResourceServer({ identifier, name, scopes: [scope] });
  } catch (error) {
    if (!(error instanceof AdminApiError && error.status === 409)) throw error;
    const known = await admin.resourceServers();
    // Registered earlier, with the state file lost since? Then only the clients are new.
    if (known.some((server) => server.identifier === identifier)) return;
    throw new StartError(
      `Another API at this Gatehouse owns the scope ${scope.name}. Delete it at /docs, or start this\n` +
        'example at the addresses that it was registered with before.',
      { cause: error },
    );
  }
}
