import { globSync } from 'node:fs';
import { matchesGlob } from 'node:path';

/** Which test files run together, from the repository's folder. Each file is in one run. */

/** An organisation's work from end to end, what runs programs, what writes the demonstration: eight seconds and more each. */
const organisations = [
  'subgraphs/connector/connector.test.ts',
  'subgraphs/kit/imports.test.ts',
  'subgraphs/{audit/audit,public-sector/public-sector,university/university}.test.ts',
  'subgraphs/education/{enrolments,pupils}.test.ts',
  'subgraphs/hub/src/cli/launch.test.ts',
  'subgraphs/{womens-union/womens-union,youth-union/youth-union}.test.ts',
  'subgraphs/registry/{organisations,check-command}.test.ts',
  'test/{demo,places}.test.ts',
  'test/subgraphs/{database-server,link,typed-records}.test.ts',
];
/** The same of movement, which has releases taken in, figures published and news told. */
const movement = [
  'subgraphs/movement/{altered-cells,events,figure-changes,pending,publications,register,signed-figures,webhooks}.test.ts',
  'subgraphs/movement/{closing,figures-version,mail,places,publishing,regions,set-aside-rounds}.test.ts',
];
/** Compares an engine's memory with its memory 60 supergraphs ago. */
const memory = ['gateway/src/engine/reloading-memory.test.ts'];
/** Every fault of an operator's machines, an installation from nothing, a team's first organisation: `pnpm prove operations`. */
const operations = [
  'test/operations/{operations,chaos,installation,recovery,embedded-backup,packed-kit,packed-hub,linking}.test.ts',
  'test/containers/production.test.ts',
  'test/hub/{own-organisation,embedded-postgres-kills,embedded-postgres-folders,embedded-postgres-full-disk}.test.ts',
];
/** Files of `pnpm prove` alone: the cost of ten possible values, commune by commune. */
export const proofs = ['test/disclosure/widening.test.ts'];
/** The operator's commands on a hub's data, and their faults. */
const commands = ['test/hub/{audit,audit-restore,import,operator-commands,receipts,secrets,subject}.test.ts'];
/** The rules that an organisation's program and a hub's file keep for every caller. */
const conform = ['test/trust/{combined-figures,conform,events,one-broken-file,receipts,subgraph-trust,trial}.test.ts'];
const except = (...patterns) => patterns.map((pattern) => `!${pattern}`);

/** Which files a run has; see `test/run.mjs`. */
export const runs = {
  /** Unit tests, and organisations' subgraphs in the tests' own process. */
  quick: [
    '{schema,gateway,subgraphs}/**/*.test.ts',
    'test/*.test.ts',
    'test/{support,subgraphs,vectors,differential}/*.test.ts',
    ...except(...organisations, ...movement, ...memory),
  ],
  /** The hub as users start it, once through its endpoints. */
  start: ['test/hub/start.test.ts'],
  organisations,
  movement,
  /** Twenty containers, and as many programs as a hub in production has. */
  containers: ['test/containers/demonstration.test.ts'],
  /** A browser beside a hub. */
  pages: ['test/portal/*.test.ts'],
  attacks: ['test/attacks/**/*.test.ts'],
  /** A running hub: its launcher, its parts and its databases. */
  hub: ['test/hub/**/*.test.ts', ...except('test/hub/start.test.ts', ...commands, ...operations)],
  commands,
  /** Who may ask what. */
  trust: ['test/{trust,audit,protocol}/**/*.test.ts', ...except(...conform)],
  conform,
  /** Requests, streams and exports. */
  gateway: ['test/gateway/**/*.test.ts', ...memory],
  /** Plans, federation's behaviours, clients of all kinds, and systems that a connector links. */
  federation: ['test/{federation,planner,clients,connector}/**/*.test.ts'],
  /** Releases, publications, and an operator's machines. */
  releases: ['test/{releases,publications,operations,documentation}/**/*.test.ts', ...except(...operations)],
  /** Disclosure's attackers, and the error of estimates. */
  disclosure: ['test/{disclosure,sketches}/**/*.test.ts', ...except(...proofs)],
  operations,
};

/** Every other run of a check. The run `operations` takes hours: `test/prove.mjs` has it. */
export const others = Object.keys(runs).filter((run) => !['quick', 'start', 'operations'].includes(run));

/** Files beside which no other test runs, each with its reason. */
export const alone = {
  'test/hub/costly-caller.test.ts': 'no circuit breaker may open while one caller floods the demonstration',
};

/** Why tests of a file are skipped, where they are. A skip without a reason fails a check. */
export const skips = {
  'subgraphs/hub/src/postgres/*.test.ts': 'the tests do not run as root, or not on Linux',
  'subgraphs/movement/signed-figures.test.ts': 'no Python',
  'test/clients/*.test.ts': 'no Chromium, no virtual environments of Python, or no python3-gql',
  'test/connector/database-access.test.ts': 'no programs of PostgreSQL',
  'test/connector/foreign-systems.test.ts': 'a language is not installed',
  'test/connector/mariadb-views.test.ts': 'no MariaDB',
  'test/connector/vanishing-share.test.ts': 'no right to mount',
  'test/containers/*.test.ts': 'no Docker engine, or no image with musl',
  'test/disclosure/*.test.ts': '`pnpm prove disclosure` runs them: they take hours',
  'test/hub/embedded-postgres.test.ts': 'the tests do not run as root',
  'test/hub/hub-postgres.test.ts': 'no programs of PostgreSQL',
  'test/hub/start.test.ts': 'no Python',
  'test/portal/*.test.ts': 'no Chromium, or no pdftotext',
  'test/releases/**/*.test.ts': 'no programs of PostgreSQL',
  'test/{trust,vectors}/*.test.ts': 'no Python',
};

/** The run that has a file. @param file its path from the repository's folder */
export const runOf = (file) => Object.keys(runs).find((run) => has(runs[run], file));

/** Whether patterns match a file; a pattern with `!` excludes. */
export const has = (patterns, file) =>
  patterns.some((one) => !one.startsWith('!') && matchesGlob(file, one)) &&
  !patterns.some((one) => one.startsWith('!') && matchesGlob(file, one.slice(1)));

/** Every test file of the repository, by its path from the repository's folder. */
export const testFiles = () =>
  globSync('{schema,gateway,subgraphs,test}/**/*.test.ts', {
    cwd: new URL('..', import.meta.url),
    exclude: ['**/node_modules', '**/dist', '**/.data'],
  });
