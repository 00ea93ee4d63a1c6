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
  'subgraphs/movement/{altered-cells,events,pending,publications,register,signed-figures,webhooks}.test.ts',
  'subgraphs/movement/{closing,figures-version,mail,places,publishing,regions,set-aside-rounds}.test.ts',
];
/** What holds an engine's memory against what it was 60 supergraphs ago. */
const memory = ['gateway/src/engine/reloading-memory.test.ts'];
/** Every fault of an operator's machines, an installation from nothing, a team's first organisation: `pnpm prove operations`. */
const operations = [
  'test/operations/{operations,installation,recovery,embedded-backup,packed-kit,packed-hub,linking}.test.ts',
  'test/containers/production.test.ts',
  'test/hub/{own-organisation,embedded-postgres-kills,embedded-postgres-folders,embedded-postgres-full-disk}.test.ts',
];
/** What `pnpm prove` alone runs: what holding to ten values costs, commune by commune. */
export const proofs = ['test/disclosure/widening.test.ts'];
/** What floods a hub, or measures it, or moves its clock: little else may take the core that it has. */
const alone = [
  'test/hub/{costly-caller,load}.test.ts',
  'test/trust/{bytes,limits}.test.ts',
  'test/portal/{december,new-year}.test.ts',
];
/** The operator's commands on a hub's data, and what goes wrong in their work. */
const commands = ['test/hub/{audit,audit-restore,import,operator-commands,receipts,secrets,subject}.test.ts'];
/** What an organisation's program, or a hub's file, has to keep to whoever asks. */
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
  pages: ['test/portal/portal.test.ts'],
  alone,
  attacks: ['test/attacks/**/*.test.ts'],
  /** A running hub: its launcher, its parts and its databases. */
  hub: ['test/hub/**/*.test.ts', ...except('test/hub/start.test.ts', ...alone, ...commands, ...operations)],
  commands,
  /** Who may ask what. */
  trust: ['test/{trust,audit,protocol}/**/*.test.ts', ...except(...alone, ...conform)],
  conform,
  /** Requests and streams, and what is exported. */
  gateway: ['test/gateway/**/*.test.ts', ...memory],
  /** Plans, federation's behaviours, clients of all kinds, and systems that a connector links. */
  federation: ['test/{federation,planner,clients,connector}/**/*.test.ts'],
  /** Releases and what is published of them, and an operator's machines. */
  releases: ['test/{releases,publications,operations,documentation}/**/*.test.ts', ...except(...operations)],
  /** What an attacker makes of what is told, and how near estimates are. */
  disclosure: ['test/{disclosure,sketches}/**/*.test.ts', ...except(...proofs)],
  operations,
};

/** What `.ci/run` takes in turns, besides `quick` and `start`: six minutes each of two slow cores. */
export const turns =
  'containers pages alone attacks hub commands trust conform gateway federation releases disclosure organisations movement'.split(
    ' ',
  );
