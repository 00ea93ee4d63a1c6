/** Which test files run together, from the repository's folder. Each file is in one run. */

/** An organisation's work from end to end: twenty seconds and more each. */
const organisations = [
  'subgraphs/connector/connector.test.ts',
  'subgraphs/kit/imports.test.ts',
  'subgraphs/movement/{altered-cells,events,pending,publications,register,signed-figures,webhooks}.test.ts',
  'subgraphs/registry/organisations.test.ts',
  'test/subgraphs/database-server.test.ts',
];
/** Every fault of an operator's machines, an installation from nothing, a team's first organisation: `pnpm prove operations`. */
const operations = [
  'test/operations/{operations,installation,recovery,embedded-backup,packed-kit,packed-hub,linking}.test.ts',
  'test/containers/production.test.ts',
  'test/hub/{own-organisation,embedded-postgres-kills,embedded-postgres-folders,embedded-postgres-full-disk}.test.ts',
];
/** What `pnpm prove` alone runs: what holding to ten values costs, commune by commune. */
export const proofs = ['test/disclosure/widening.test.ts'];
/** What floods a hub, or measures it: little else may take the core that it has. */
const alone = [
  'test/attacks/**/*.test.ts',
  'test/hub/{costly-caller,load}.test.ts',
  'test/trust/{bytes,limits}.test.ts',
];
const except = (...patterns) => patterns.map((pattern) => `!${pattern}`);

/** Which files a run has; see `test/run.mjs`. */
export const runs = {
  /** Unit tests, and organisations' subgraphs in the tests' own process. */
  quick: [
    '{schema,gateway,subgraphs}/**/*.test.ts',
    'test/*.test.ts',
    'test/{support,subgraphs,vectors,differential}/*.test.ts',
    ...except(...organisations),
  ],
  /** The hub as users start it, once through its endpoints. */
  start: ['test/hub/start.test.ts'],
  organisations,
  /** Twenty containers, and as many programs as a hub in production has. */
  containers: ['test/containers/demonstration.test.ts'],
  /** A browser beside a hub. */
  pages: ['test/portal/**/*.test.ts'],
  alone,
  /** The operator's commands, and what goes wrong in their work. */
  hub: ['test/hub/**/*.test.ts', ...except('test/hub/start.test.ts', ...alone, ...operations)],
  /** Who may ask what, and what is signed, refused and recorded. */
  trust: ['test/{trust,audit,protocol}/**/*.test.ts', ...except(...alone)],
  /** Requests and streams, and what is exported. */
  gateway: ['test/gateway/**/*.test.ts'],
  /** Plans, federation's behaviours, clients of all kinds, and systems that a connector links. */
  federation: ['test/{federation,planner,clients,connector}/**/*.test.ts'],
  /** Releases, disclosure and what is published of them, and an operator's machines. */
  releases: [
    'test/{releases,disclosure,sketches,publications,operations,documentation}/**/*.test.ts',
    ...except(...operations, ...proofs),
  ],
  operations,
};

/** What `.ci/run` takes in turns, besides `quick` and `start`. */
export const turns = 'containers pages alone hub trust gateway federation releases organisations'.split(' ');
