// @ts-check
import { adminAccess } from '../shared/admin-access.js';
import { AdminApiError } from '../shared/admin-api.js';
import { keep, recall } from '../shared/state.js';

const example = 'mcp-server';

/** What the tools need. */
export const scope = 'notes';

/**
 * Makes sure that Gatehouse knows this server. It is open to anybody: programs that nobody here has heard of
 * register themselves, and people are asked each time whether they want to let one in.
 *
 * @param {string} issuer
 * @param {string} identifier the address of the server, which is what its tokens are for
 */
export async function register(issuer, identifier) {
  const state = await recall(example);
  if (state['issuer'] === issuer && state['identifier'] === identifier) return;
  const admin = await adminAccess(issuer);
  try {
    await admin.createResourceServer({
      identifier,
      name: 'Notes',
      scopes: [{ name: scope, description: 'Read your notes and add to them' }],
      open_to: 'anybody',
    });
  } catch (error) {
    // Registered earlier, with the state file lost since.
    if (!(error instanceof AdminApiError && error.status === 409)) throw error;
  }
  await keep(example, { issuer, identifier });
}
