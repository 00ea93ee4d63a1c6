import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MailSettings, SubgraphDefinition } from '@hub/kit';
import {
  allEntities,
  allMigrations,
  buildSubgraph,
  createServer,
  type ImportLine,
  type ImportWait,
  type ReleaseAnswer,
  type ReleaseAsk,
  type ReleaseKeyFiles,
  type ReleaseSchedule,
  type SketchFiles,
  syncPlaces,
  type TlsConfig,
  type TrustConfig,
} from '@hub/kit/service';
import { keyId, type NamedKey, operatorScopes } from '@hub/protocol';
import { defaultRootPlace, type PlacedPrice, shippedGoals, shippedPlaces } from '@hub/runtime';
import { watchTables } from '../../subgraphs/kit/src/disclosure/watched-tables.js';
import { openDatabase } from '../../subgraphs/kit/src/database/database.js';
import { claimPseudonymKeys } from '../../subgraphs/kit/src/database/pseudonym-versions.js';
import type { RegistrySource } from '../../subgraphs/kit/src/settings/registry-source.js';
import { readPseudonymKeys } from '../../subgraphs/protocol/src/keys/pseudonym.js';
import { openTestDatabase, patient, urlOfServer } from './database.js';
import type { OfferedReleases } from './offered-releases.js';

/** The answer of a GraphQL request; its data is `any`, because tests look deep into it. */
export interface Answer<Data = Record<string, any>> {
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Record<string, unknown>;
  }[];
}

/** A subgraph that runs for a test, reached through its own HTTP endpoint. */
export interface RunningSubgraph {
  readonly url: string;
  /** Its endpoints, with their prices. */
  readonly endpoints: readonly PlacedPrice[];
  /** The SQL statements since the last call of `takeStatements`. */
  takeStatements(): string[];
  /** What it warned of since the last call of `takeWarnings`. */
  takeWarnings(): Readonly<Record<string, unknown>>[];
  /** What errors it logged since the last call of `takeErrors`. */
  takeErrors(): Readonly<Record<string, unknown>>[];
  query(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Asks `_entities`, as a gateway does. */
  entities(representations: readonly Record<string, unknown>[], selection: string): Promise<Answer>;
  /** Asks the operator's endpoint. */
  operator(path: string, init?: RequestInit): Promise<Response>;
  /** Hands a file to the operator's endpoint; returns every line that it answers. */
  import(kind: string, content: string | Uint8Array, options?: ImportOptions): Promise<ImportLine[]>;
  /** Has it make a release, or says what it would be; returns the answer's status and text. */
  release(ask?: ReleaseAsk): Promise<{ readonly status: number; readonly answer: ReleaseAnswer & Refusal }>;
  /** Has it withdraw a release. */
  withdraw(
    number: number,
    reason: string,
  ): Promise<{ readonly status: number; readonly answer: ReleaseAnswer & Refusal }>;
  /** Asks the operator's endpoint about a person; returns its status and answer. */
  subject(ask: Record<string, unknown>): Promise<{ readonly status: number; readonly answer: any }>;
  /** Looks into the database, as its owner. */
  execute(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** What the operator's endpoint says where it refuses. */
export interface Refusal {
  readonly code?: string;
  readonly message?: string;
}

/** How a file is handed over: real, with today's places, by default. */
export interface ImportOptions {
  readonly demonstration?: boolean;
  readonly on?: string;
  readonly through?: string;
  /** Whether it is one of a load, whose end is said. */
  readonly more?: boolean;
  /** The file's name. */
  readonly file?: string;
}

/** What opens the operator's endpoints of the tests. */
export const operatorToken = 'the-operator-token-of-the-tests-0123456789';

/** The text of a file in which that token opens everything. */
export const operatorTokens = `${operatorScopes.join()} ${operatorToken}\n`;

/** What the audit log of the tests signs its anchors with. */
export const { privateKey: auditKey } = generateKeyPairSync('ed25519');

const releasePair = generateKeyPairSync('ed25519');

/** What the subgraphs of the tests sign their releases with. */
export const releaseKey: NamedKey = { id: keyId(releasePair.publicKey), key: releasePair.privateKey };

/** Its public half, by its id. */
export const releaseKeys = new Map([[releaseKey.id, releasePair.publicKey]]);

export interface SubgraphOptions {
  /** The hub's address; none by default. */
  readonly hubUrl?: string;
  /** The organisations that hand over to it, where it is movement. */
  readonly offers?: OfferedReleases;
  /** Whether it takes counts in that are not rounded: it does by default. */
  readonly takesUnrounded?: boolean;
  /** Whether it takes releases in that were made with places and goals that it never had: it does by default. */
  readonly takesUnknownVersions?: boolean;
  /** The gateways that it answers; everyone by default. */
  readonly trust?: TrustConfig;
  readonly tls?: TlsConfig | undefined;
  /** Its clock; the machine's by default. */
  readonly now?: () => Date;
  /** The root place, and the folders of places and goals; the hub's own by default. */
  readonly rootPlace?: string;
  readonly placesFolder?: string;
  readonly goalsFolder?: string;
  /** When it makes releases; only by hand by default. */
  readonly release?: ReleaseSchedule;
  readonly importWait?: ImportWait;
  /** Where the keys are that organisations sign their releases with; movement takes none in without them. */
  readonly releaseKeyFiles?: ReleaseKeyFiles;
  /** The folder of the agreements by which movement combines figures; without it, it combines all. */
  readonly agreementsFolder?: string;
  readonly organisationsFolder?: string;
  /** Where its keys for sketches of people are; it makes none without. */
  readonly sketchFiles?: SketchFiles;
  /** What movement opens sketches with; it estimates nothing without. */
  readonly sealingKey?: KeyObject;
  /** The supergraph that they are held against; without it, none. */
  readonly supergraphFile?: string;
  /** The file of the organisations' keys, whose fingerprints its database then keeps; a key of the tests by default. */
  readonly pseudonymKeyFile?: string;
  /** How long it waits between two comparisons of cells with signed pages; by default it compares them only at its start. */
  readonly checkCellsMs?: number;
  /** How long movement waits between two looks for events to send, in milliseconds; it sends none by default. */
  readonly eventsEveryMs?: number;
  /** Networks that point inward and that it sends webhooks to all the same; none by default. */
  readonly webhookNetworks?: readonly string[];
  /** Networks that point inward and in which it takes endpoints of organisations; none by default. */
  readonly organisationNetworks?: readonly string[];
  /** The mail server for people's alerts; none by default. */
  readonly mail?: MailSettings;
  /** The registry that it follows; none by default. */
  readonly registry?: RegistrySource;
}

const builtAlready = new WeakMap<SubgraphDefinition, ReturnType<typeof buildSubgraph>>();

/** A definition's schema: the same for each subgraph that a test starts. */
function builtOf(definition: SubgraphDefinition): ReturnType<typeof buildSubgraph> {
  const built = builtAlready.get(definition) ?? buildSubgraph(definition);
  builtAlready.set(definition, built);
  return built;
}

/** Starts a subgraph on a database. */
export async function startSubgraph(
  definition: SubgraphDefinition,
  databaseUrl: string,
  {
    hubUrl,
    offers,
    takesUnrounded = true,
    takesUnknownVersions = true,
    trust,
    tls,
    now,
    rootPlace = defaultRootPlace,
    placesFolder = fileURLToPath(shippedPlaces),
    goalsFolder = fileURLToPath(shippedGoals),
    release = { kind: 'by hand' },
    importWait,
    releaseKeyFiles,
    agreementsFolder,
    organisationsFolder,
    sketchFiles,
    sealingKey,
    supergraphFile,
    pseudonymKeyFile,
    checkCellsMs = 3_600_000,
    eventsEveryMs = 3_600_000,
    webhookNetworks = [],
    organisationNetworks = [],
    mail,
    registry,
  }: SubgraphOptions = {},
): Promise<RunningSubgraph> {
  let statements: string[] = [];
  const places = { rootPlace, placesFolder };
  const { tables = [] } = definition;
  const migrations = allMigrations(definition);
  const owner = await openTestDatabase(
    databaseUrl,
    { entities: [], migrations, limits: patient },
    {
      name: JSON.stringify([places, tables.map(({ counts, parts, bounds }) => [counts, parts, bounds])]),
      prepare: async (em) => {
        await syncPlaces(em, places);
        await watchTables(em, tables);
      },
    },
  );
  // It has the rights of a server in production: what an owner may do hides a right that is missing.
  const database = await openDatabase(await urlOfServer(owner.em.fork(), databaseUrl, definition.rights), {
    entities: allEntities(definition),
    migrations,
    onStatement: ({ text }) => statements.push(text),
  });
  const config = {
    databaseUrl,
    ...places,
    goalsFolder,
    host: '127.0.0.1',
    port: 0,
    logLevel: process.env['LOG_LEVEL'] ?? 'silent',
    hubUrl,
    auditKey: definition.organisation === 'audit' ? auditKey : undefined,
    operatorTokens: [{ scopes: new Set(operatorScopes), token: operatorToken }],
    pseudonymKeys: readPseudonymKeys(
      pseudonymKeyFile === undefined
        ? 'a-pseudonym-key-for-the-tests-0123456789'
        : readFileSync(pseudonymKeyFile, 'utf8'),
    ),
    pseudonymKeyFile,
    trust,
    tls,
    release,
    releaseKey,
    ...(releaseKeyFiles && { releaseKeyFiles }),
    agreementsFolder,
    ...(organisationsFolder !== undefined && { organisationsFolder }),
    sketchFiles,
    sealingKey,
    ...(supergraphFile !== undefined && { supergraphFile }),
    exchangeEveryMs: 300,
    takesUnrounded,
    takesUnknownVersions,
    checkCellsMs,
    eventsEveryMs,
    webhookNetworks,
    organisationNetworks,
    mail,
    registry,
  };
  await syncPlaces(database.em, config);
  if (pseudonymKeyFile !== undefined) await claimPseudonymKeys(database.em.fork(), config.pseudonymKeys, {});
  const built = await builtOf(definition);
  const server = await createServer({ definition, built, database, config, now, ...(importWait && { importWait }) });
  let warnings: Record<string, unknown>[] = [];
  server.log.warn = (details: object, message?: string) => {
    warnings.push({ ...details, msg: message });
  };
  let errors: Record<string, unknown>[] = [];
  const noteError = (details: object, message?: string) => {
    errors.push({ ...details, msg: message });
  };
  server.log.error = noteError;
  // A request's log is a child of the server's.
  server.addHook('onRequest', (request, _reply, done) => {
    request.log.error = noteError;
    done();
  });
  const url = await server.listen({ host: config.host, port: config.port });
  offers?.handTo(url, now ?? (() => new Date()));

  const query = async (text: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as Answer;
  };
  const post = async (path: string, ask: object) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(ask),
    });
    return { status: response.status, answer: (await response.json()) as any };
  };
  return {
    url,
    endpoints: server.prices,
    takeStatements: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
    takeWarnings: () => {
      const taken = warnings;
      warnings = [];
      return taken;
    },
    takeErrors: () => {
      const taken = errors;
      errors = [];
      return taken;
    },
    query,
    entities: (representations, selection) =>
      query(`query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`, {
        representations,
      }),
    operator: (path, init) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${operatorToken}` },
      }),
    import: async (kind, content, { demonstration = false, more = false, on, through, file = 'test.csv' } = {}) => {
      const query = new URLSearchParams({ file });
      for (const [name, value] of Object.entries({ demonstration, more, on, through })) {
        if (value !== undefined && value !== false) query.set(name, String(value));
      }
      const response = await fetch(`${url}/operator/imports/${kind}?${query.toString()}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'text/csv' },
        body: content as string,
      });
      const lines = (await response.text()).trim().split('\n');
      return lines.map((line) => JSON.parse(line) as ImportLine);
    },
    release: (ask = {}) => post('/operator/releases', ask),
    withdraw: (number, reason) => post('/operator/releases/withdrawals', { number, reason }),
    subject: (ask) => post('/operator/subject', ask),
    execute: (sql, values) => owner.em.fork().execute(sql, values),
    stop: async () => {
      await server.close();
      await database.close();
      await owner.close();
    },
  };
}
