// The house rules of src/, made from the ordered list in scripts/module-ranks.json: a module may
// import strictly lower ranks, through their index.ts, and nothing else.
const ranks = require('./scripts/module-ranks.json');

const SPEC = '[.]spec[.]ts$';
const modules = ranks.flat();
const folder = (names) => `^src/(${names.join('|')})/`;

/** For one rank: what lies above it is out of reach, and so are its neighbours. */
function rulesOfRank(names, rank) {
  const above = ranks.slice(rank + 1).flat();
  const label = names.join(', ');
  const rules = [
    {
      name: `rank-${rank}-imports-downwards`,
      comment: `${label}: rank ${rank} imports lower ranks only, so that nothing here depends on what is built on top of it.`,
      severity: 'error',
      from: { path: folder(names) },
      to: { path: above.length > 0 ? `${folder(above)}|^src/[^/]+[.]ts$` : '^src/[^/]+[.]ts$' },
    },
  ];
  if (names.length > 1) {
    rules.push({
      name: `rank-${rank}-neighbours-are-strangers`,
      comment: `${label}: modules of one rank do not import one another; what they share lives below.`,
      severity: 'error',
      from: { path: folder(names) },
      to: { path: folder(names), pathNot: '^src/$1/' },
    });
  }
  return rules;
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...ranks.flatMap(rulesOfRank),
    {
      name: 'every-module-has-a-rank',
      comment: 'A new folder of src/ takes its place in scripts/module-ranks.json first.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: folder(modules) },
      to: {},
    },
    {
      name: 'grants-are-islands',
      comment:
        'A grant type can be added or deleted by itself; what two grants share is not a grant.',
      severity: 'error',
      from: { path: '^src/grants/([^/]+)/' },
      to: { path: '^src/grants/', pathNot: '^src/grants/$1/' },
    },
    {
      name: 'through-the-front-door',
      comment: 'Other modules see what index.ts exports; everything else can be changed freely.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index[.]ts$'] },
    },
    {
      name: 'application-through-the-front-door',
      comment: 'app.module.ts and its companions also see modules by their index.ts only.',
      severity: 'error',
      from: { path: '^src/[^/]+[.]ts$' },
      to: { path: '^src/[^/]+/', pathNot: '^src/[^/]+/index[.]ts$' },
    },
    {
      name: 'migrations-stand-alone',
      comment: 'A migration describes the schema of its day and must not change with the code.',
      severity: 'error',
      from: { path: '^src/database/migrations/' },
      to: { path: '^src/', pathNot: '^src/database/migrations/' },
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
      from: { path: '^src/', pathNot: ['^src/http/', '^src/(main|bootstrap)[.]ts$'] },
      to: { path: 'node_modules/(fastify|@fastify)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or lack a third one.',
      severity: 'error',
      from: {},
      to: { circular: true },
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
        'started by its address, which is no import.',
      severity: 'error',
      from: { path: '^src/main[.]ts$' },
      to: { path: '^src/', pathNot: [SPEC, '[.]d[.]ts$', '-thread[.]mjs$'], reachable: false },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
