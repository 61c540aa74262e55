// The house rules of src/. Six wings, each above the ones it may import; a module is a folder with an
// index.ts, and the others meet it there (package.json, "imports").
const wings = require('./scripts/wings.json');

const SPEC = '[.]spec[.]ts$';
const TOP = '^src/[^/]+[.]ts$';

/** A wing imports itself and what stands below it. */
const downwards = wings.slice(0, -1).map((wing, index) => ({
  name: `${wing}-imports-downwards`,
  comment: `${wing} knows nothing of what is built on top of it.`,
  severity: 'error',
  from: { path: `^src/${wing}/` },
  to: { path: [`^src/(${wings.slice(index + 1).join('|')})/`, TOP] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...downwards,
    {
      name: 'endpoints-imports-downwards',
      comment: 'app.module.ts puts endpoints together, and not the other way round.',
      severity: 'error',
      from: { path: '^src/endpoints/' },
      to: { path: TOP },
    },
    {
      name: 'every-folder-is-in-a-wing',
      comment: 'A seventh wing is a decision about the whole house: docs/architecture.md.',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: `^src/(${wings.join('|')})/` },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or lack a third one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'grants-are-islands',
      comment:
        'A grant type can be added or deleted by itself; what two grants share is not a grant.',
      severity: 'error',
      from: { path: '^src/endpoints/token/grants/([^/]+)/' },
      to: { path: '^src/endpoints/token/grants/', pathNot: '^src/endpoints/token/grants/$1/' },
    },
    {
      name: 'through-the-front-door',
      comment: 'Others see what index.ts exports; everything else can be changed freely.',
      severity: 'error',
      from: { path: '^src/((?:platform|registry|people|endpoints)/[^/]+|protocol|tokens)/' },
      to: {
        path: '^src/',
        pathNot: ['^src/$1/', '/index[.]ts$'],
      },
    },
    {
      name: 'application-through-the-front-door',
      comment: 'app.module.ts and its companions also see modules by their index.ts only.',
      severity: 'error',
      from: { path: TOP },
      to: { path: '^src/[^/]+/', pathNot: '/index[.]ts$' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration describes the schema of its day and must not change with the code.',
      severity: 'error',
      from: { path: '^src/platform/database/migrations/' },
      to: { path: '^src/', pathNot: '^src/platform/database/migrations/' },
    },
    {
      name: 'protocol-knows-no-framework',
      comment: 'The vocabulary of the specifications outlives Nest, TypeORM and Fastify.',
      severity: 'error',
      from: { path: '^src/protocol/', pathNot: SPEC },
      to: {
        path: 'node_modules/(@nestjs|typeorm|fastify|@fastify|passport|mysql2|better-sqlite3)',
      },
    },
    {
      name: 'only-http-knows-fastify',
      comment: 'The HTTP server can be exchanged in one folder.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/platform/http/', '^src/(main|bootstrap)[.]ts$'] },
      to: { path: 'node_modules/(fastify|@fastify)/' },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'What is shipped imports neither specs nor their support.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { path: `${SPEC}|^(test|bench|examples)/` },
    },
    {
      name: 'no-development-packages-in-the-product',
      comment: 'The image is pruned of devDependencies.',
      severity: 'error',
      from: { path: '^src/', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'A package that only happens to be installed can vanish with the next update.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'unknown', 'undetermined'] },
    },
    {
      name: 'nothing-left-lying-about',
      comment:
        'Code that main.ts does not reach is either forgotten or only serves a test. A thread is ' +
        'started by its address, which is no import; a script runs in the browser.',
      severity: 'error',
      from: { path: '^src/main[.]ts$' },
      to: {
        path: '^src/',
        pathNot: [SPEC, '[.]d[.]ts$', '-thread[.]mjs$', '[.]script[.]js$'],
        reachable: false,
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
    },
  },
};
