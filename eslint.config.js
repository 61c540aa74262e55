import tseslint from 'typescript-eslint';

/** An exception to a rule is a decision; a later reader has to find out why it was made. */
const describedDisables = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { why: 'Say why: `eslint-disable-next-line rule -- reason`.' },
  },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value)) {
          context.report({ loc: comment.loc, messageId: 'why' });
        }
      }
    },
  }),
};

/** @param {string[]} names globals of Node that scripts use without an import */
const readonlyGlobals = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

const nodeGlobals = readonlyGlobals([
  ...['process', 'console', 'Buffer', 'URL', 'URLSearchParams', 'fetch', 'Request', 'Response'],
  ...['Headers', 'AbortController', 'AbortSignal', 'TextEncoder', 'TextDecoder', 'performance'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'crypto'],
  ...['structuredClone', 'queueMicrotask', 'btoa', 'atob', 'FormData', 'Event', 'EventTarget'],
]);

const mistakes = {
  'no-constant-condition': 'error',
  'no-dupe-else-if': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-fallthrough': 'error',
  'no-self-compare': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-sparse-arrays': 'error',
  'no-control-regex': 'error',
  'no-var': 'error',
  'no-eval': 'error',
  'no-new-func': 'error',
  'no-shadow-restricted-names': 'error',
  'prefer-const': 'error',
  eqeqeq: ['error', 'always'],
  'object-shorthand': 'error',
  'gatehouse/described-disables': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
};

const weakRandomness = {
  selector: "MemberExpression[object.name='Math'][property.name='random']",
  message: 'Math.random is predictable; use randomBytes or randomInt of node:crypto.',
};

const uuidSecret = {
  selector:
    "VariableDeclarator[id.name=/(secret|token|code|password|nonce|session)/i] > CallExpression[callee.name='randomUUID'], " +
    "VariableDeclarator[id.name=/(secret|token|code|password|nonce|session)/i] > CallExpression[callee.property.name='randomUUID'], " +
    "Property[key.name=/(secret|token|code|password|nonce|session)/i] > CallExpression[callee.name='randomUUID'], " +
    "Property[key.name=/(secret|token|code|password|nonce|session)/i] > CallExpression[callee.property.name='randomUUID']",
  message:
    'A UUID is an identifier and holds 122 bits in a fixed form; a secret is randomBytes(32).',
};

const transactionsInDisguise = {
  selector: 'CallExpression[callee.property.name=/^(save|remove)$/]',
  message:
    'save() and remove() open a transaction on the connection that all requests share on SQLite; use insert, update or delete.',
};

const syncOnEventLoop = {
  selector:
    'CallExpression[callee.name=/^(scryptSync|pbkdf2Sync|generateKeyPairSync|execSync|spawnSync)$/]',
  message: 'This blocks every other request; use the asynchronous form.',
};

const noFastify = {
  name: 'fastify',
  message:
    'Only src/platform/http, bootstrap.ts and main.ts know the HTTP server; use what http/ exports.',
};

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'data/', 'coverage/', 'test/screenshots/', 'node_modules/'] },
  {
    plugins: {
      gatehouse: { rules: { 'described-disables': describedDisables } },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: mistakes,
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      ecmaVersion: 2024,
      globals: { ...nodeGlobals, ...readonlyGlobals(['module', 'require', '__dirname']) },
    },
    rules: {
      'no-undef': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-restricted-syntax': ['error', weakRandomness, uuidSecret],
    },
  },
  {
    files: ['examples/spa/public/**/*.js'],
    languageOptions: { globals: readonlyGlobals(['document', 'history', 'location']) },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'no-restricted-syntax': ['error', weakRandomness, uuidSecret, transactionsInDisguise],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-shadow': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Nest modules are classes that carry nothing but a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Index signatures (claims, process.env) must be read with brackets under tsc's own option.
      '@typescript-eslint/dot-notation': 'off',
      // A method may be asynchronous because its interface is, before it has anything to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      // Rows and answers are literals of the shape that an entity or response class declares.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // An empty method is how a class declines an optional part of an interface.
      '@typescript-eslint/no-empty-function': ['error', { allow: ['methods', 'asyncMethods'] }],
      // It asks for the `!` that no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/**/*.spec.ts'],
    rules: {
      // Every `??` and `?.` counts as a branch.
      complexity: ['error', 15],
      'max-depth': ['error', 3],
      'no-param-reassign': 'error',
      'max-params': ['error', 5],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        weakRandomness,
        uuidSecret,
        transactionsInDisguise,
        syncOnEventLoop,
      ],
      'no-restricted-imports': ['error', { paths: [noFastify], patterns: ['@fastify/*'] }],
    },
  },
  {
    files: ['src/platform/http/**/*.ts', 'src/main.ts', 'src/bootstrap.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // The start-up banner is for a person who reads the terminal.
    files: ['src/main.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Nest, not a person, writes the argument lists of what it injects into.
    files: ['src/**/*.module.ts', 'src/**/*.controller.ts'],
    rules: { 'max-params': 'off' },
  },
  {
    // Tests look at answers whose shape is the very question.
    files: ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts', 'examples/**/*.ts', 'ormconfig.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
);
