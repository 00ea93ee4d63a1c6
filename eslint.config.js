import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import tseslint from 'typescript-eslint';

/**
 * The folders of the gateway in the order in which a request passes them, then the folders that all of them use. Each
 * imports only from those after it; `.` is what puts the others together.
 */
const gatewayFolders = [
  ...[
    '.',
    'following',
    'start',
    'settings',
    'exports/catalogue',
    'exports/openapi',
    'exports/events',
    'exports/panels',
    'mcp',
    'exports',
    'exports/formats',
    'exports/content',
    'exports/table',
    'exports/records',
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

/** The folders that a plan depends on: the operation, the supergraph, and the plan. */
const planned = ['operation', 'supergraph', 'plan', 'errors'];

/**
 * The folders of the kit: what puts the others together, then the way of data with its end first, from releases back to
 * files, then what all of them use. Each imports only from those after it.
 */
const kitFolders = [
  ...['.', 'server', 'endings', 'endpoints', 'definition', 'record', 'mail', 'settings'],
  ...['link', 'release', 'signed-cells', 'sketches', 'disclosure'],
  ...['desk', 'import', 'people', 'ledger', 'cage', 'mapping', 'xlsx', 'file'],
  ...['goals', 'places', 'live', 'graphql', 'audit', 'trust', 'telemetry', 'archive', 'database', 'base'],
];

/** Finds imports that run back up among a package's folders. */
const folderOrder = (sources, folders) => ({
  create: (context) => {
    const root = join(import.meta.dirname, sources);
    const placeOf = (file) => folders.indexOf(relative(root, dirname(file)) || '.');
    const check = (node) => {
      const { value } = node.source ?? {};
      if (!value?.startsWith('.')) return;
      const [from, to] = [placeOf(context.filename), placeOf(join(dirname(context.filename), value))];
      if (from < 0 || to < 0)
        context.report({ node, message: `Give this folder a place in the order of ${sources}’s folders.` });
      else if (to < from)
        context.report({ node, message: `${value} stands before this folder in ${sources}’s order.` });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
});

const inHttp = (name) => `http/${name}.ts`;

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
    only: ['entry/entry.ts', inHttp('websocket-endpoint')],
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
    message: 'A purpose is what a request is for: of @hub/protocol, by its code.',
  },
  {
    selector:
      'CallExpression[callee.object.name=/^(server|http|endpoint)$/][callee.property.name=/^(get|post|put|patch|delete|head|all|route)$/]',
    only: [],
    message: 'addEndpoint(…) of @hub/runtime adds endpoints, each with its price.',
  },
  {
    selector: "NewExpression[callee.name='CallerRequest']",
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

/** A client is what asks a subgraph, or what OAuth, HTTP and other libraries call so; these names are of the contract. */
const clientNames = [
  /^clients?$|^Client$|(?:Subgraph|Leased|Fetch|timed|refused|observed|own|multiplexing|subgraph|apollo)Clients?(?:Options)?$/,
  /^(?:ClientLease|createClient|verifyClient|clientId|client_id|PORTAL_CLIENT_ID|CLIENT)$/,
  /^(?:clientError|isForClient|hideSchemaDetailsFromClientErrors)$/,
];

/** The files that are about what asks subgraphs, and phrases of others' in comments. */
const clientFiles =
  /^(?:directory|connection|identity|portal-files)\/|^subgraph\/\w*-?client|^subgraph\/(?:open-wire|fetch\.test)|^executor\/fetch\/(?:request-observer|plan-context)|websocket-transport|own-subgraph\.|open-signer/;
const clientPhrases = /client ids?\b|[\w./-]*-client[\w.-]*|Apollo(?:[’']s)? clients?|HTTP clients?|`\w*Client\w*`/gi;
const sayCaller = 'a caller makes a request, and is counted as its `callerId`; see docs/decisions/entry.md';

/** Finds second names for a thing that has a name. */
const oneName = {
  create: (context) => {
    const report = (node, say) => {
      context.report({ loc: node.loc, message: `One name for one thing: ${say}.` });
    };
    const check = (node, text) => {
      for (const { other, say } of words) if (other.test(text)) report(node, say);
    };
    const isText = (node) => {
      const type = context.sourceCode.parserServices.getTypeAtLocation(node);
      return (type.types ?? [type]).some(({ flags }) => flags & ts.TypeFlags.StringLike);
    };
    const isAboutClients = clientFiles.test(relative(join(import.meta.dirname, 'gateway/src'), context.filename));
    return {
      'Identifier, PrivateIdentifier': (node) => {
        check(node, node.name);
        if (!/client/i.test(node.name)) return;
        if (!clientNames.some((one) => one.test(node.name)) || (node.name === 'client' && isText(node)))
          report(node, sayCaller);
      },
      Program: () => {
        for (const comment of context.sourceCode.getAllComments()) {
          check(comment, comment.value);
          if (!isAboutClients && /\bclients?\b/i.test(comment.value.replace(clientPhrases, '')))
            report(comment, sayCaller);
        }
      },
    };
  },
};

/** Words of which docs/CONTRIBUTING.md says another, in names of code; a door or a route may also be another's. */
const retiredWords = [
  { other: /participants?(?![a-z])/i, say: 'organisation: who owns the data' },
  { other: /^doors?(?![a-z])|[a-z]Doors?(?![a-z])/, say: 'endpoint: an address that answers' },
  {
    other: /^(?!Subscription|subscription)\w*[a-z]Routes?(?![a-z])/,
    except: /^(readRoute|defaultRoute|onRoute|printRoutes|readSubscriptionRoutes)$/,
    say: 'endpoint: an address that answers; a route is how subscriptions reach a subgraph',
  },
];

/** Finds words that one name has taken the place of: see the terms in docs/CONTRIBUTING.md. */
const oneWord = {
  create: (context) => ({
    'Identifier, PrivateIdentifier': (node) => {
      for (const { other, except, say } of retiredWords)
        if (other.test(node.name) && !except?.test(node.name))
          context.report({ node, message: `One word for one thing: ${say}.` });
    },
  }),
};

/** Where type-graphql's metadata, which all of a process shares, is touched. */
const metadataAlone = 'subgraphs/kit/src/definition/schema.ts';
const sharedMetadata = {
  create: (context) => ({
    "Identifier[name='getMetadataStorage']": (node) => {
      context.report({ node, message: `${metadataAlone} alone touches type-graphql's metadata.` });
    },
  }),
};

/** Finds exports of `errors` that are not an error, its code or type, or a function that makes one. */
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
      // A timer that ends a promise by its first parameter: `reject` is for timeouts.
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
  message: 'subgraphs/protocol/src/values/province-day.ts alone knows the province’s clock.',
}));

/** The day of UTC. */
const utcDay = {
  selector:
    "CallExpression[callee.property.name='toISOString'][callee.object.callee.name='Date'][callee.object.arguments.length=0]",
  message: 'The day is the province’s: dayInProvince(context.now()).',
};

/** Imports that would turn the direction organisation → kit → runtime → protocol round. */
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

/** Limits the imports of a package to these packages of the repository. */
const onlyOf = (...names) => ['@hub/*', ...names.map((name) => `!@hub/${name}`)];

/** The packages that each package may import: the ones below it. */
const packages = {
  'subgraphs/protocol': [],
  'subgraphs/runtime': ['protocol'],
  'subgraphs/kit': ['runtime', 'protocol'],
  // It answers the callers of the kit's service.
  'subgraphs/connector': ['kit', 'runtime', 'protocol'],
  'subgraphs/demo': ['kit', 'runtime', 'protocol'],
  'subgraphs/issuer': ['runtime', 'protocol'],
  // It composes in development.
  'subgraphs/hub': [
    'client',
    'connector',
    'demo',
    'issuer',
    'kit',
    'mcp',
    'schema',
    'schema/compose',
    'runtime',
    'protocol',
  ],
  'subgraphs/{movement,audit}': ['demo', 'kit', 'schema', 'runtime', 'protocol'],
  // The registry composes.
  'subgraphs/registry': ['kit', 'schema', 'schema/compose', 'runtime', 'protocol'],
  schema: ['runtime', 'protocol'],
  // It asks hubs as apps do.
  'subgraphs/mcp': ['client'],
  gateway: ['client', 'mcp', 'runtime', 'protocol'],
  // Others install it: it needs no package of the hub.
  'gateway/client': [],
};

/** The packages that belong to no organisation: they read neither the clock of the province nor a day. */
const ofTheHub = 'subgraphs/{protocol,runtime,kit,connector,demo,issuer,mcp,hub}/src/**';

/** What reaches out of a program: files, other machines, other programs. */
const reachingOut = [
  'fs',
  'fs/promises',
  'net',
  'http',
  'https',
  'http2',
  'tls',
  'dns',
  'child_process',
  'worker_threads',
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      'docs/examples/',
      'subgraphs/*/types/',
      'schema/types/',
      'gateway/types/',
      'gateway/client/types/',
      '**/node_modules/',
      '.data/',
      '.stryker/',
    ],
  },
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
      // type-graphql needs classes for plain data: types, arguments, resolvers.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  // An organisation sees of the kit what is meant for it.
  { files: ['subgraphs/*/src/**'], rules: forbid(...onlyOf('kit', 'demo'), '@hub/kit/*') },
  ...Object.entries(packages).map(([folder, names]) => ({
    files: [`${folder}/src/**`],
    rules: forbid(...onlyOf(...names)),
  })),
  {
    files: ['subgraphs/protocol/src/**'],
    ignores: ['**/*.test.ts'],
    rules: forbid('@hub/*', ...reachingOut.flatMap((name) => [name, `node:${name}`])),
  },
  {
    files: ['gateway/src/**'],
    ignores: ['**/*.test.ts', 'gateway/src/fixtures/**'],
    plugins: { hub: { rules: { 'folder-order': folderOrder('gateway/src', gatewayFolders) } } },
    rules: { 'hub/folder-order': 'error' },
  },
  {
    files: ['subgraphs/kit/src/**'],
    ignores: ['**/*.test.ts'],
    plugins: { kit: { rules: { 'folder-order': folderOrder('subgraphs/kit/src', kitFolders) } } },
    rules: { 'kit/folder-order': 'error' },
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
    files: ['gateway/src/**', 'subgraphs/*/src/**'],
    plugins: { terms: { rules: { 'one-word': oneWord } } },
    rules: { 'terms/one-word': 'error' },
  },
  {
    files: ['gateway/src/**', 'subgraphs/**'],
    ignores: [metadataAlone],
    plugins: { metadata: { rules: { shared: sharedMetadata } } },
    rules: { 'metadata/shared': 'error' },
  },
  {
    files: ['gateway/src/errors/**'],
    plugins: { errors: { rules: { only: errorsOnly } } },
    rules: { 'errors/only': 'error' },
  },
  {
    files: ['gateway/src/planner/**'],
    ignores: ['**/*.test.ts', '**/search/**'],
    rules: forbid(...onlyOf(...packages.gateway), '../*', ...planned.map((folder) => `!../${folder}`)),
  },
  { files: ['gateway/src/supergraph/**'], rules: forbid(...onlyOf(...packages.gateway), '../*', '!../errors') },
  { files: ['gateway/src/operation/**'], rules: forbid(...onlyOf(...packages.gateway), '../*') },
  {
    files: ['gateway/src/planner/search/**'],
    ignores: ['**/*.test.ts'],
    rules: forbid(...onlyOf(...packages.gateway), '../../*', ...planned.map((folder) => `!../../${folder}`)),
  },
  {
    files: ['schema/src/**', ofTheHub],
    ignores: ['**/*.test.ts', 'subgraphs/protocol/src/values/province-day.ts'],
    rules: { 'no-restricted-syntax': ['error', ...provinceClock] },
  },
  {
    files: ['subgraphs/*/src/**'],
    ignores: [ofTheHub],
    rules: { 'no-restricted-syntax': ['error', utcDay] },
  },
  {
    files: ['subgraphs/*/src/**'],
    ignores: [ofTheHub, '**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', utcDay, ...provinceClock] },
  },
  {
    files: ['test/**/*.ts', '**/*.test.ts'],
    ignores: [
      ...['test/bench/**', 'test/support/until.ts'],
      // Programs run these without a build, so that they have no imports: a benchmark's flood, and screenshots.
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
    files: ['subgraphs/protocol/src/sketch/**', 'test/sketches/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  // Benchmarks are plain JavaScript, without a build.
  {
    files: ['*.js', '**/*.mjs'],
    languageOptions: { parserOptions: { projectService: false } },
    ...tseslint.configs.disableTypeChecked,
  },
);
