import { dirname, join, relative } from 'node:path';
import tseslint from 'typescript-eslint';

/**
 * The folders of the gateway in the order in which a request passes them, then those of which all of them speak. Each
 * imports only from those after it; `.` is what puts the others together.
 */
const gatewayFolders = [
  ...[
    '.',
    'following',
    'start',
    'settings',
    'exports/catalogue',
    'exports',
    'exports/formats',
    'exports/content',
    'exports/table',
    'portal-files',
    'http',
    'entry',
    'telemetry',
    'trusted-documents',
    'audit',
    'graphql',
    'engine',
  ],
  ...['own-subgraph', 'agreements'],
  ...['identity', 'authorization', 'limits/cost', 'limits', 'limits/rate', 'planner', 'planner/search'],
  ...[
    'executor',
    'executor/response',
    'executor/fetch',
    'directory',
    'subscription',
    'subgraph',
    'trust',
    'connection',
  ],
  ...['plan', 'supergraph', 'state', 'errors', 'request', 'operation', 'base'],
];

/** What a plan depends on: what an operation says, the supergraph, and what a plan is. */
const planned = ['operation', 'supergraph', 'plan', 'errors'];

/** Finds imports that run back up. */
const folderOrder = {
  create: (context) => {
    const root = join(import.meta.dirname, 'gateway/src');
    const placeOf = (file) => gatewayFolders.indexOf(relative(root, dirname(file)) || '.');
    return {
      ImportDeclaration: (node) => {
        const { value } = node.source;
        if (!value.startsWith('.')) return;
        const [from, to] = [placeOf(context.filename), placeOf(join(dirname(context.filename), value))];
        if (from < 0)
          context.report({ node, message: 'This folder has no place in the order of the gateway’s folders.' });
        else if (to < from) context.report({ node, message: `${value} stands before this folder in a request’s way.` });
      },
    };
  },
};

/** What one file alone of the gateway does, by what would do it elsewhere. */
const places = [
  {
    selector: 'NewExpression[callee.name=/^(Pool|Agent|Client)$/]',
    only: ['connection/pools.ts'],
    message: 'connection/pools.ts alone opens connections: openPool(…).',
  },
  {
    selector: "CallExpression[callee.property.name='on'][arguments.0.value='SIGHUP']",
    only: ['base/follower.ts'],
    message: 'base/follower.ts alone listens to SIGHUP: follower.follow(…).',
  },
  {
    selector: "MemberExpression[property.value='x-hub-purpose']",
    only: ['request/purpose.ts'],
    message: 'request/purpose.ts alone reads a request’s purpose: context.purpose.',
  },
  {
    selector: "CallExpression[callee.property.name=/^(fromAddress|connect)$/][callee.object.property.name='admission']",
    only: ['entry/entry.ts', 'http/websocket-door.ts', 'http/callbacks.ts', 'http/link-door.ts'],
    message: 'entry/entry.ts lets requests in: entry.admit(…).',
  },
  {
    selector: "NewExpression[callee.name='LimitExceeded'][arguments.0.value='RESPONSE_BYTES']",
    only: ['http/within-bytes.ts'],
    message: 'http/within-bytes.ts alone bounds answers: tooLargeAnswer(…).',
  },
  {
    selector: ':matches(ClassDeclaration, TSTypeAliasDeclaration, TSInterfaceDeclaration)[id.name="Admission"]',
    only: ['limits/admission.ts'],
    message: 'limits/admission.ts alone is admission.',
  },
  {
    selector: ':matches(ClassDeclaration, TSTypeAliasDeclaration, TSInterfaceDeclaration)[id.name="Purpose"]',
    only: [],
    message: 'A purpose is what a request is for: of @hub/schema, by its code.',
  },
  {
    selector: "NewExpression[callee.name='ClientRequest']",
    only: ['entry/entry.ts'],
    message: 'entry/entry.ts begins requests: entry.begin(…).',
  },
  {
    selector: "CallExpression[callee.name='authenticate']",
    only: ['entry/entry.ts', 'agreements/asked-for.ts', 'start/server.ts'],
    message: 'entry/entry.ts alone asks who makes a request: entry.admit(…).',
  },
];

/** Finds what is done elsewhere than in its place. */
const onePlace = {
  create: (context) => {
    const file = relative(join(import.meta.dirname, 'gateway/src'), context.filename);
    const strange = places.filter(({ only }) => !only.includes(file));
    return Object.fromEntries(
      strange.map(({ selector, message }) => [selector, (node) => context.report({ node, message })]),
    );
  },
};

/** What has one name in the gateway, by the others that it had: names in code, and words of comments. */
const words = [
  { other: /denie[ds]|denial|unmet/i, say: 'refused: what a caller may not see is refused, by a requirement' },
];

/** Finds other names for what has one. */
const oneName = {
  create: (context) => {
    const check = (node, text) => {
      for (const { other, say } of words)
        if (other.test(text)) context.report({ loc: node.loc, message: `One name for one thing: ${say}.` });
    };
    return {
      'Identifier, PrivateIdentifier': (node) => {
        check(node, node.name);
      },
      Program: () => {
        for (const comment of context.sourceCode.getAllComments()) check(comment, comment.value);
      },
    };
  },
};

/** What is no error in `errors`: what is exported there is an error, makes one, or is a code or type of one. */
const errorsOnly = {
  create: (context) => {
    const report = (node) => {
      context.report({ node, message: 'errors/ has errors alone: classes of them, what makes one, and their codes.' });
    };
    const makesError = ({ body }) =>
      body.body.every(({ type, argument }) =>
        type === 'ReturnStatement'
          ? argument?.type === 'NewExpression' || argument?.callee?.name === 'clientError'
          : type === 'VariableDeclaration',
      );
    return {
      'ExportNamedDeclaration > ClassDeclaration': (node) => {
        if (!node.superClass) report(node);
      },
      'ExportNamedDeclaration > FunctionDeclaration': (node) => {
        if (!makesError(node)) report(node);
      },
      'ExportNamedDeclaration > VariableDeclaration > VariableDeclarator': (node) => {
        if (!/(?:Code|Codes|Reasons)$/.test(node.id.name)) report(node);
      },
    };
  },
};

/** How a test waits otherwise than with `test/support/until.ts`. */
const bareSleep = {
  create: (context) => {
    const report = (node) => {
      context.report({
        node,
        message:
          'Wait for the event itself: until(…) of test/support/until.ts. Where time is what it is about, elapse(…) says why.',
      });
    };
    /** The executor of a promise, where a node stands in one. */
    const executorAround = (node) => {
      for (let at = node.parent; at; at = at.parent)
        if (at.parent?.type === 'NewExpression' && at.parent.callee.name === 'Promise') return at;
      return undefined;
    };
    return {
      'ImportDeclaration[source.value=/^(node:)?timers\\u002Fpromises$/]': ({ specifiers }) => {
        for (const one of specifiers) if (one.imported?.name !== 'setImmediate') report(one);
      },
      // Playwright's own.
      "CallExpression[callee.property.name='waitForTimeout']": report,
      // One that ends a promise by its first parameter: `reject` is for what is late.
      "CallExpression[callee.name='setTimeout']": (node) => {
        const resolve = executorAround(node)?.params?.[0]?.name;
        const [ends] = node.arguments;
        if (resolve && new RegExp(`\\b${resolve}\\b`).test(context.sourceCode.getText(ends))) report(node);
      },
    };
  },
};

/** A text that names the province's offset or time zone. */
const provinceClock = ['Literal[value', 'TemplateElement[value.raw'].map((node) => ({
  selector: `${node}=/\\+07:00|Ho_Chi_Minh/]`,
  message: 'schema/src/province-day.ts alone knows the province’s clock.',
}));

/** The day of UTC. */
const utcDay = {
  selector:
    "CallExpression[callee.property.name='toISOString'][callee.object.callee.name='Date'][callee.object.arguments.length=0]",
  message: 'The day is the province’s: dayInProvince(context.now()).',
};

/** An import that would turn the direction organisation → kit → schema ← gateway round. */
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', '.data/', '.stryker/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // type-graphql takes classes for what is plain data: types, arguments, resolvers.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  { files: ['schema/src/**'], rules: forbid('@hub/*') },
  { files: ['subgraphs/kit/src/**'], rules: forbid('@hub/*', '!@hub/schema') },
  { files: ['gateway/src/**'], rules: forbid('@hub/*', '!@hub/schema') },
  {
    files: ['gateway/src/**'],
    ignores: ['**/*.test.ts', 'gateway/src/fixtures/**'],
    plugins: { hub: { rules: { 'folder-order': folderOrder } } },
    rules: { 'hub/folder-order': 'error' },
  },
  {
    files: ['gateway/src/**'],
    ignores: ['**/*.test.ts', 'gateway/src/fixtures/**', 'gateway/src/supergraph/join.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...['Literal[value', 'TemplateElement[value.raw'].map((node) => ({
          selector: `${node}=/^join__/]`,
          message: 'supergraph/join.ts alone reads the supergraph’s own directives.',
        })),
      ],
    },
  },
  {
    // What the endpoints share they have of one place each: see docs/decisions/layout.md.
    files: ['gateway/src/**'],
    ignores: ['**/*.test.ts', 'gateway/src/fixtures/**'],
    plugins: { shared: { rules: { 'one-place': onePlace } } },
    rules: { 'shared/one-place': 'error' },
  },
  {
    files: ['gateway/src/**'],
    plugins: { words: { rules: { 'one-name': oneName } } },
    rules: { 'words/one-name': 'error' },
  },
  {
    files: ['gateway/src/errors/**'],
    plugins: { errors: { rules: { only: errorsOnly } } },
    rules: { 'errors/only': 'error' },
  },
  {
    files: ['gateway/src/planner/**'],
    ignores: ['**/*.test.ts', '**/search/**'],
    rules: forbid('@hub/*', '!@hub/schema', '../*', ...planned.map((folder) => `!../${folder}`)),
  },
  { files: ['gateway/src/supergraph/**'], rules: forbid('@hub/*', '!@hub/schema', '../*', '!../errors') },
  { files: ['gateway/src/operation/**'], rules: forbid('@hub/*', '!@hub/schema', '../*') },
  {
    files: ['gateway/src/planner/search/**'],
    ignores: ['**/*.test.ts'],
    rules: forbid('@hub/*', '!@hub/schema', '../../*', ...planned.map((folder) => `!../../${folder}`)),
  },
  {
    files: ['schema/src/**', 'subgraphs/kit/src/**'],
    ignores: ['**/*.test.ts', 'schema/src/province-day.ts'],
    rules: { 'no-restricted-syntax': ['error', ...provinceClock] },
  },
  {
    files: ['subgraphs/*/src/**'],
    ignores: ['subgraphs/kit/src/**'],
    rules: { ...forbid('@hub/*', '!@hub/kit'), 'no-restricted-syntax': ['error', utcDay] },
  },
  {
    // The registry composes.
    files: ['subgraphs/registry/src/**'],
    rules: forbid('@hub/*', '!@hub/kit', '!@hub/schema', '!@hub/schema/compose'),
  },
  {
    files: ['subgraphs/*/src/**'],
    ignores: ['subgraphs/kit/src/**', '**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', utcDay, ...provinceClock] },
  },
  {
    files: ['test/**/*.ts', '**/*.test.ts'],
    ignores: [
      ...['test/bench/**', 'test/support/until.ts'],
      // Programs run these as they are, without a build, so that they import nothing: a benchmark's flood, and screenshots.
      ...['test/attacks/neighbours/flood.ts', 'test/portal/support/watched-page.ts'],
    ],
    plugins: { tests: { rules: { 'bare-sleep': bareSleep } } },
    rules: { 'tests/bare-sleep': 'error' },
  },
  {
    // A test reads deep into answers, whose shape it asserts.
    files: ['test/**', '**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
    },
  },
  {
    // Tables of numbers: every index comes from a loop over them.
    files: ['schema/src/sketch/**', 'test/sketches/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  // What measures is plain JavaScript, as it is run.
  {
    files: ['*.js', '**/*.mjs'],
    languageOptions: { parserOptions: { projectService: false } },
    ...tseslint.configs.disableTypeChecked,
  },
);
