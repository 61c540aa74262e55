// @ts-check
import { isEs256 } from '../flows/client-credentials.js';
import { codeFlow, signedInUser } from '../flows/authorization-code.js';

/** @type {import('../types.js').Row} */
export default {
  name: 'code-flow',
  title: 'code flow, live session',
  requests: 2,
  connections: 8,
  async prepare(target, connections) {
    const steps = [];
    for (let index = 0; index < connections; index += 1) {
      const { browser, tokens } = await signedInUser(target, index, true);
      if (!isEs256(tokens.access_token)) throw new Error('not an ES256 access token');
      if (tokens.id_token === undefined) throw new Error('no ID token');
      steps.push(async () => {
        const { access_token: token, id_token: idToken } = await codeFlow(browser, target);
        if (token === undefined || idToken === undefined) throw new Error('a token is missing');
      });
    }
    return { kind: 'flow', steps };
  },
};
