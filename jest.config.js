import { availableParallelism } from 'node:os';
import { readFileSync } from 'node:fs';

// The compiler keeps every import it is told to keep (verbatimModuleSyntax); tests have to see the
// same module graph, so the transform gets the settings of .swcrc plus that one.
const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
delete swc.$schema;
swc.jsc.transform.verbatimModuleSyntax = true;

const common = {
  testEnvironment: 'node',
  // Modules of src are found as they are written, not as they were built (package.json, imports).
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['js', 'ts', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/', '<rootDir>/data/'],
  transform: { '\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
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
    project('browser', 'magenta', ['test/browser/**/*.spec.ts']),
  ],
  // One more than there are cores: whole files wait for timeouts, restarts and browsers.
  maxWorkers: Math.min(4, availableParallelism() + 1),
  // Each file loads the whole application anew and V8 keeps old module graphs for a while.
  workerIdleMemoryLimit: '700MB',
  // Jest knows no timeout per project. Long, because a busy machine is no failure of the product.
  testTimeout: 60_000,
};
