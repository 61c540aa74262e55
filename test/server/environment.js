import { TestEnvironment } from 'jest-environment-node';
import { agesGoBy, copyInstallation, serverFor, setClock } from './shared-servers.js';

/** Where a test file runs: as jest's own, with a way to what the files of a worker share. */
export default class extends TestEnvironment {
  #begun = new Set();

  async setup() {
    await super.setup();
    this.global.sharedServers = {
      start: (environment) => this.#start(environment),
      ...{ copyInstallation, setClock },
    };
  }

  async #start(environment) {
    const server = await serverFor(environment);
    if (!this.#begun.has(server)) {
      this.#begun.add(server);
      await server.call('restore', []);
      agesGoBy();
    }
    return server;
  }
}
