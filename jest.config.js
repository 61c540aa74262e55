import { availableParallelism } from 'node:os';
import { swcOptions } from './test/server/swc-options.js';

const common = {
  testEnvironment: '<rootDir>/test/server/environment.js',
  // Modules of src are found as they are written, not as they were built (package.json, imports).
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['js', 'ts', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // It offers its own source by the same condition.
    '^eventsource-parser/stream$': '<rootDir>/node_modules/eventsource-parser/dist/stream.js',
  },
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/', '<rootDir>/data/'],
  transform: { '\\.ts$': ['@swc/jest', swcOptions] },
  // A spy or a fake date that outlives its test would decide the next one.
  restoreMocks: true,
};

const project = (displayName, color, testMatch) => ({
  ...common,
  displayName: { name: displayName, color },
  testMatch: testMatch.map((glob) => `<rootDir>/${glob}`),
});

export default {
  projects: [
    project('unit', 'cyan', ['src/**/*.spec.ts']),
    project('wire', 'green', [
      'test/{specs,contracts,attacks,architecture,race,fault,model}/**/*.spec.ts',
    ]),
    project('process', 'yellow', ['test/{process,examples}/**/*.spec.ts']),
    // `npm run galera` alone: three database servers are no small thing.
    project('galera', 'blue', ['test/galera/**/*.spec.ts']),
    // `npm run timing` alone: nothing that a busy machine decides is a test of every run.
    project('timing', 'blue', ['test/timing/**/*.spec.ts']),
    project('browser', 'magenta', ['test/browser/**/*.spec.ts']),
  ],
  // One more than there are cores: whole files wait for timeouts, restarts and browsers.
  maxWorkers: Math.min(4, availableParallelism() + 1),
  // Files with an application of their own load it anew, and V8 keeps old module graphs for a while; but
  // with a worker go its servers.
  workerIdleMemoryLimit: '1GB',
  // Jest knows no timeout per project. Long, because a busy machine is no failure of the product.
  testTimeout: 60_000,
};
