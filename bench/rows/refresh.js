// @ts-check
import { requestTokens, signedInUser } from '../flows/authorization-code.js';

/** @type {import('../types.js').Row} */
export default {
  name: 'refresh',
  title: 'refresh, rotating',
  requests: 1,
  connections: 8,
  async prepare(target, connections) {
    const steps = [];
    for (let index = 0; index < connections; index += 1) {
      const { browser, tokens } = await signedInUser(target, index, true);
      let current = tokens.refresh_token;
      if (current === undefined) throw new Error('no refresh token');
      steps.push(async () => {
        const form = {
          grant_type: 'refresh_token',
          refresh_token: current,
          resource: target.jwtResource.identifier,
        };
        const { refresh_token: next } = await requestTokens(browser.agent, target, form);
        if (next === undefined || next === current) throw new Error('not rotated');
        current = next;
      });
    }
    return { kind: 'flow', steps };
  },
};
