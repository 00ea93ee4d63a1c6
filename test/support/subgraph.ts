import { generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defaultRootPlace, operatorScopes, shippedGoals, shippedPlaces } from '@hub/schema';
import { allEntities, allMigrations, buildSubgraph, createServer, type SubgraphDefinition, syncPlaces } from '@hub/kit';
import type { ImportLine, TlsConfig, TrustConfig } from '@hub/kit';
import { openTestDatabase } from './database.js';

/** The answer of a GraphQL request, as it came; tests look deep into its data. */
export interface Answer<Data = Record<string, any>> {
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Record<string, unknown>;
  }[];
}

/** A subgraph that runs for a test, reached through its own HTTP door. */
export interface RunningSubgraph {
  readonly url: string;
  /** The SQL statements since the last call of `takeStatements`. */
  takeStatements(): string[];
  query(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Asks `_entities`, as a gateway does. */
  entities(representations: readonly Record<string, unknown>[], selection: string): Promise<Answer>;
  /** Asks the operator's door. */
  operator(path: string, init?: RequestInit): Promise<Response>;
  /** Hands a file to the operator's door; returns every line that it answers. */
  import(kind: string, content: string | Uint8Array, options?: ImportOptions): Promise<ImportLine[]>;
  /** Asks the operator's door about a person; returns its status and answer. */
  subject(ask: Record<string, unknown>): Promise<{ readonly status: number; readonly answer: any }>;
  /** Looks into the database. */
  execute(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** How a file is handed over: real, its places of today, unless told. */
export interface ImportOptions {
  readonly demonstration?: boolean;
  readonly on?: string;
}

/** What opens the operator's doors of the tests. */
export const operatorToken = 'the-operator-token-of-the-tests-0123456789';

/** The text of a file in which that token opens everything. */
export const operatorTokens = `${operatorScopes.join()} ${operatorToken}\n`;

/** What the audit log of the tests signs its anchors with. */
export const { privateKey: auditKey } = generateKeyPairSync('ed25519');

export interface SubgraphOptions {
  readonly hubUrl?: string;
  /** Whom it answers to; everyone unless told otherwise. */
  readonly trust?: TrustConfig;
  readonly tls?: TlsConfig | undefined;
  /** What time it takes it to be; the machine's unless told. */
  readonly now?: () => Date;
  /** What it is of, and where the files of its places are; as the hub ships unless told. */
  readonly rootPlace?: string;
  readonly placesFolder?: string;
  readonly goalsFolder?: string;
}

/** Starts a subgraph on a database. */
export async function startSubgraph(
  definition: SubgraphDefinition,
  databaseUrl: string,
  {
    hubUrl,
    trust,
    tls,
    now,
    rootPlace = defaultRootPlace,
    placesFolder = fileURLToPath(shippedPlaces),
    goalsFolder = fileURLToPath(shippedGoals),
  }: SubgraphOptions = {},
): Promise<RunningSubgraph> {
  let statements: string[] = [];
  const database = await openTestDatabase(databaseUrl, {
    entities: allEntities(definition),
    migrations: allMigrations(definition),
    onStatement: ({ text }) => statements.push(text),
  });
  const config = {
    databaseUrl,
    rootPlace,
    placesFolder,
    goalsFolder,
    host: '127.0.0.1',
    port: 0,
    logLevel: process.env['LOG_LEVEL'] ?? 'silent',
    hubUrl,
    hubCredentials: undefined,
    auditKey: definition.organisation === 'audit' ? auditKey : undefined,
    operatorTokens: [{ scopes: new Set(operatorScopes), token: operatorToken }],
    pseudonymKey: Buffer.from('a-pseudonym-key-for-the-tests-0123456789'),
    trust,
    tls,
  };
  await syncPlaces(database.em, config);
  const server = await createServer({ definition, built: await buildSubgraph(definition), database, config, now });
  const url = await server.listen({ host: config.host, port: config.port });

  const query = async (text: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as Answer;
  };
  return {
    url,
    takeStatements: () => {
      const taken = statements;
      statements = [];
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
    import: async (kind, content, { demonstration = false, on } = {}) => {
      const flag = `${demonstration ? '&demonstration=true' : ''}${on === undefined ? '' : `&on=${on}`}`;
      const response = await fetch(`${url}/operator/imports/${kind}?file=test.csv${flag}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'text/csv' },
        body: content as string,
      });
      const lines = (await response.text()).trim().split('\n');
      return lines.map((line) => JSON.parse(line) as ImportLine);
    },
    subject: async (ask) => {
      const response = await fetch(`${url}/operator/subject`, {
        method: 'POST',
        headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
        body: JSON.stringify(ask),
      });
      return { status: response.status, answer: await response.json() };
    },
    execute: (sql, values) => database.em.fork().execute(sql, values),
    stop: async () => {
      await server.close();
      await database.close();
    },
  };
}
