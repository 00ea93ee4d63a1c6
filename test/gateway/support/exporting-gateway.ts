import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { graphql, parse } from 'graphql';
import type { ReplaceableEngine } from '../../../gateway/src/engine/engine.js';
import { Entry } from '../../../gateway/src/entry/entry.js';
import { openHubEngine } from '../../../gateway/src/engine/hub-engine.js';
import type { HubEnginesOptions } from '../../../gateway/src/engine/hub-engine-options.js';
import { exportEndpoints } from '../../../gateway/src/exports/export-endpoint.js';
import { TablesInForce } from '../../../gateway/src/exports/table/tables-in-force.js';
import { enginePipeline } from '../../../gateway/src/graphql/pipeline.js';
import { httpServer } from '../../../gateway/src/http/http-server.js';
import { Cors } from '../../../gateway/src/http/cors.js';
import { Admission } from '../../../gateway/src/limits/admission.js';
import { type Limits, looseLimits } from '../../../gateway/src/limits/limits.js';
import { ProcessorTime } from '../../../gateway/src/limits/processor-time.js';
import { anonymous, type Caller } from '../../../gateway/src/request/caller.js';
import { newPlannerStats } from '../../../gateway/src/planner/planner-stats.js';
import { subgraphSchema } from './test-subgraph.js';

/** The organisation whose records tests ask for as files. */
export const recordsSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", "@key"])
  scalar Date
  scalar DateTime
  scalar GeoJSON
  enum Language { VI EN }
  enum Kind { GROUP TEAM }
  type Query {
    items(first: Int = 20, after: String, kind: Kind, codes: [ID!], period: String): ItemConnection
    source: Source
    version: ID!
    secrets: [Item!] @authenticated
    goals: [Set!]
    indicators: [Set!]
    publications(first: Int): [Publication]
    communes(first: Int): CommuneConnection
  }
  type Set {
    code: ID!
    title(language: Language! = VI): String!
    startsOn: Date
    deadline: Date
    audience: Titled
    organisation: Publisher
    readings: [Reading!]
    metadata: ReferenceMetadata
  }
  type Titled { title(language: Language! = VI): String! }
  type Reading { asOf: Date! }
  type CommuneConnection { nodes: [Commune!]! }
  type Commune { parent: Publisher }
  type ReferenceMetadata {
    definition(language: Language! = VI): String!
    source(language: Language! = VI): String!
    method(language: Language! = VI): String!
    error(language: Language! = VI): String!
    revisionPolicy(language: Language! = VI): String!
    contact: String
    licence: String
    publisher: Publisher
  }
  type Publisher { code: ID! name(language: Language! = VI): String! }
  type Publication { publishedAt: DateTime }
  type Source { title(language: Language! = VI): String! demonstration: Boolean! asOf: DateTime releases: [Release!]! }
  type Release @key(fields: "number") { number: Int! organisation: String! }
  type ItemConnection { nodes: [Item]! pageInfo: PageInfo! totalCount: Int }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Item {
    code: ID!
    name(language: Language! = VI): String!
    kind: Kind!
    people: Int
    share: Float
    state: String
    heldOn: Date
    at: DateTime
    open: Boolean!
    tags: [String!]!
    boundary: GeoJSON
    hidden: String @authenticated
  }`;

/** The organisation's resolvers: fields of the root, by name. */
export type Records = Readonly<Record<string, unknown>>;

/** A table's files. */
export interface TableFiles {
  readonly graphql: string;
  readonly yaml: string;
}

export interface ExportingGatewayOptions {
  /** The caller of a request, by the text of `authorization`; anonymous without it. */
  readonly callers?: Readonly<Record<string, Caller>>;
  readonly exportRows?: Readonly<Record<string, number>>;
  readonly exports?: number;
  /** Where pages wait for the event loop. */
  readonly processor?: ProcessorTime;
  /** Further limits; generous by default. */
  readonly limits?: Partial<Limits>;
  /** Limits of an operation's cost, by role; none by default. */
  readonly cost?: Readonly<Record<string, number>>;
  readonly stallMs?: number;
}

/** A gateway with files to ask for, before one organisation that runs on plain HTTP. */
export class ExportingGateway {
  /** The operations that the organisation was asked. */
  readonly asked: string[] = [];
  readonly tables: TablesInForce;
  #stops: (() => unknown)[] = [];

  private constructor(
    readonly folder: string,
    tables: TablesInForce,
  ) {
    this.tables = tables;
  }

  url = '';

  static async open(
    records: Records,
    files: Readonly<Record<string, TableFiles>>,
    options: ExportingGatewayOptions = {},
  ): Promise<ExportingGateway> {
    const folder = mkdtempSync(join(tmpdir(), 'tables-'));
    const gateway = new ExportingGateway(folder, await writeTables(folder, files));
    const organisation = await serveRecords(records, gateway.asked);
    await gateway.#listen(organisation, options);
    return gateway;
  }

  /** Asks for a file, or the list. */
  get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Response> {
    return fetch(`${this.url}/export${path}`, { method, headers, signal: AbortSignal.timeout(20_000) });
  }

  /** Replaces the files of a table, and has them read. */
  async rewrite(name: string, files: TableFiles): Promise<void> {
    await writeTables(this.folder, { [name]: files });
    await this.tables.look();
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.toReversed()) await stop();
    rmSync(this.folder, { recursive: true });
  }

  async #listen(organisation: Server, options: ExportingGatewayOptions): Promise<void> {
    const { http } = httpServer('silent', () => false);
    const engine = await openRecords(organisation, http.log, options);
    const pipeline = enginePipeline(engine);
    const limits = {
      ...looseLimits,
      exportRows: options.exportRows ?? looseLimits.exportRows,
      exports: options.exports ?? 4,
      ...options.limits,
    };
    const processor = options.processor ?? new ProcessorTime({ share: limits.processorShare });
    exportEndpoints(http, {
      tables: this.tables,
      pipeline: () => pipeline,
      graph: () => ({ schema: engine.schema }),
      introspection: 'all',
      entry: new Entry({
        authenticate: (authorization) => options.callers?.[authorization ?? ''] ?? anonymous,
        admission: new Admission(limits),
        processor,
        trustedProxies: 0,
        operationTimeoutMs: 10_000,
        log: http.log,
        refused: () => undefined,
      }),
      processor,
      limits,
      cors: new Cors(new Set()),
      stallMs: options.stallMs,
    });
    this.url = await http.listen({ host: '127.0.0.1', port: 0 });
    this.#stops = [
      () => {
        organisation.closeAllConnections();
        organisation.close();
      },
      () => engine.close(),
      () => {
        http.server.closeAllConnections();
        return http.close();
      },
    ];
  }
}

/** An engine before an organisation that `serveRecords` started. */
export function openRecords(
  organisation: Server,
  log: HubEnginesOptions['log'],
  { cost = {} }: Pick<ExportingGatewayOptions, 'cost'> = {},
): Promise<ReplaceableEngine> {
  const { port } = organisation.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/graphql`;
  const composed = composeServices([{ name: 'records', url, typeDefs: parse(recordsSdl) }]);
  if (!composed.supergraphSdl) throw new Error(String(composed.errors));
  return openHubEngine({
    supergraphSdl: composed.supergraphSdl,
    timeoutMs: 5000,
    subgraphUrl: () => url,
    log,
    planning: { stats: newPlannerStats() },
    cost: { budgets: cost, listSize: 10, fetch: 100 },
  });
}

/** Writes the files of tables into a folder. */
export async function writeTables(folder: string, files: Readonly<Record<string, TableFiles>>): Promise<TablesInForce> {
  for (const [name, { graphql: document, yaml }] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.graphql`), document);
    writeFileSync(join(folder, `${name}.yaml`), yaml);
  }
  return TablesInForce.open({ hub: [folder] });
}

/** An organisation that answers on plain HTTP. */
export async function serveRecords(records: Records, asked: string[]): Promise<Server> {
  const schema = subgraphSchema(recordsSdl);
  const server = createServer((request, reply) => {
    void text(request).then(async (body) => {
      const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
      asked.push(query);
      const result = await graphql({ schema, source: query, variableValues: variables, rootValue: records });
      reply.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
