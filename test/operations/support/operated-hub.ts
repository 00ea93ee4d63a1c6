import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditLog, type OperatorScope, operatorTokenFor } from '@hub/protocol';
import { knownOrganisations, publicFileOf, subgraphs } from '@hub/runtime';
import { DataFolder } from '../../../subgraphs/hub/src/cli/data-folder.js';
import { variableName } from '../../../subgraphs/hub/src/cli/organisations.js';
import { gatewayPart, issuerPart, type Premises, subgraphPart } from '../../../subgraphs/hub/src/cli/parts.js';
import { choosePorts } from '../../../subgraphs/hub/src/cli/ports.js';
import { findDemoCaller } from '../../../subgraphs/issuer/src/demo-callers.js';
import { fetchToken } from '../../../subgraphs/issuer/src/fetch-token.js';
import { freePort, hub, temporaryFolder } from '../../hub/support/hub.js';
import { freePort as onePort } from '../../support/free-port.js';
import { until } from '../../support/until.js';
import { type Acknowledged, isAcknowledged, Load, type LoadPace, post } from './load.js';
import { OperatedPart } from './operated-part.js';
import { databasesOfTests } from './databases-of-tests.js';
import { type DatabaseUrls, postgresPrograms, PostgresServer } from './postgres-server.js';
import { imports, questions } from './world.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const clock = new URL('shifted-clock.mjs', import.meta.url).href;

/** The disk of the audit log's server, in bytes: room for PostgreSQL's own 40 MB, and for the records of an hour. */
const auditDiskBytes = 192 * 1024 * 1024;

/** Why faults of a PostgreSQL server cannot be tried here; undefined where they can. */
export const withoutServer = postgresPrograms === undefined ? 'this machine has no programs of PostgreSQL' : undefined;

/** The servers of the organisations, of the audit log, and of the one organisation that has its own. */
interface Servers {
  readonly organisations: PostgresServer;
  readonly audit: PostgresServer;
  readonly apart: PostgresServer | undefined;
}

/** How a hub is started for a test. */
export interface OperatedHubOptions {
  /** The organisation whose database is on a separate server; none unless named. */
  readonly apart?: string;
  /** The pace of its load; a light one unless given. */
  readonly pace?: LoadPace;
}

/**
 * The hub as an operator runs it: each part is a process that is started again when it ends, its subgraphs are in
 * production, every organisation uses PostgreSQL. The organisations share one server; the audit log has another one, on
 * a small disk. If this machine has no PostgreSQL, they share the tests' server, which has no faults.
 */
export class OperatedHub {
  readonly load: Load;
  readonly parts = new Map<string, OperatedPart>();
  /** The names of the gateways that the load asks. */
  gateways: readonly string[] = ['gateway'];
  /** Since when the audit log must have all, by the test's clock: an older backup has lost what came before. */
  recordedSince = 0;
  #token = '';

  private constructor(
    readonly folder: string,
    readonly premises: Premises,
    /** Undefined where there are none. */
    readonly servers: Servers | undefined,
    pace?: LoadPace,
  ) {
    const targets = {
      gateways: () => this.gateways.map((name) => this.part(name).url),
      subgraph: (organisation: string) => this.part(organisation).url,
      headers: () => this.headers,
      importToken: (organisation: string) => this.operatorToken(organisation, 'import'),
    };
    this.load = new Load(targets, pace);
  }

  /** Starts the hub, imports what it holds, and checks that it answers. */
  static async start({ apart, pace }: OperatedHubOptions = {}): Promise<OperatedHub> {
    const folder = temporaryFolder();
    const data = new DataFolder(join(folder, '.data'));
    mkdirSync(data.path, { recursive: true });
    const codes = subgraphs.map(({ code }) => code);
    data.prepareSecrets(codes);
    mkdirSync(data.of('issuer'), { recursive: true });
    const [port, servers] = await Promise.all([freePort(), openServers(apart)]);
    const urls = servers
      ? new Map(
          codes.map((code) => {
            const own = code === apart ? servers.apart : undefined;
            const server = own ?? (code === auditLog.code ? servers.audit : servers.organisations);
            return [code, server.createDatabase(code.replaceAll('-', '_'))];
          }),
        )
      : await databasesOfTests(codes, data);
    const databases = Object.fromEntries(
      [...urls].map(([code, { server }]) => [`${variableName(code)}_DATABASE_URL`, server]),
    );
    // A subgraph that hangs is to be noticed within a test's patience; the default is 10 s.
    const environment = { SUBGRAPH_TIMEOUT_MS: '3000', RECEIPTS_EVERY: '5', ...databases };
    const premises: Premises = { root, folder, environment, data, ports: choosePorts(String(port), {}) };
    const operated = new OperatedHub(folder, premises, servers, pace);
    copyFileSync(join(root, 'schema/supergraph.graphql'), operated.supergraphFile);
    try {
      await operated.#startParts(codes, urls);
    } catch (error) {
      await operated.stop();
      throw error;
    }
    return operated;
  }

  /** The file of the gateway's supergraph. */
  get supergraphFile(): string {
    return join(this.folder, 'supergraph.graphql');
  }

  part(name: string): OperatedPart {
    const part = this.parts.get(name);
    if (!part) throw new Error(`Expected one of ${[...this.parts.keys()].join(', ')}, got ${name}.`);
    return part;
  }

  /** The file from which a part reads by how many milliseconds its clock is off; see `shifted-clock.mjs`. */
  clockFileOf(name: string): string {
    return join(this.folder, `${name}.clock`);
  }

  operatorToken(organisation: string, scope: OperatorScope): string {
    const tokens = readFileSync(this.premises.data.tokenFileOf(organisation), 'utf8');
    return operatorTokenFor(tokens, scope) ?? '';
  }

  /** The headers of the load's caller. */
  get headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.#token}`, 'x-hub-purpose': 'steering' };
  }

  /** Gets a token for the load, which keeps it. */
  async signIn(): Promise<void> {
    this.#token = await this.tokenOf('analyst');
  }

  async tokenOf(role: string): Promise<string> {
    const caller = findDemoCaller(role);
    if (!caller) throw new Error(`Expected someone of the demonstration, got ${role}.`);
    const secret = readFileSync(this.premises.data.clientSecretFile, 'utf8').trim();
    return fetchToken(this.part('issuer').url, caller, secret);
  }

  /** Adds a gateway to the hub; the caller starts it, and sends requests to it. */
  async addGateway(name: string): Promise<OperatedPart> {
    const ports = new Map(this.premises.ports).set('gateway', await onePort());
    return this.#addGateway(name, { ...this.premises, ports });
  }

  /** Asks the gateway as the load's caller. */
  async ask(query: string): Promise<{ readonly data?: any; readonly errors?: any }> {
    const headers = { ...this.headers, 'content-type': 'application/json' };
    const [gateway = 'gateway'] = this.gateways;
    const { text } = await post(`${this.part(gateway).url}/graphql`, headers, JSON.stringify({ query }));
    return JSON.parse(text) as object;
  }

  /** Imports a file of one organisation; its lines. */
  async import(organisation: string, kind: string, csv: string): Promise<string> {
    const authorization = `Bearer ${this.operatorToken(organisation, 'import')}`;
    const url = `${this.part(organisation).url}/operator/imports/${kind}`;
    return (await post(url, { 'content-type': 'text/csv', authorization }, csv)).text;
  }

  /** The request ids that the audit log has rows for, with their number. */
  async loggedRequests(): Promise<ReadonlyMap<string, number>> {
    const headers = { authorization: `Bearer ${this.operatorToken(auditLog.code, 'audit')}` };
    const response = await fetch(`${this.part(auditLog.code).url}/operator/audit/entries`, { headers });
    const lines = (await response.text()).trimEnd().split('\n');
    if (!lines.at(-1)?.includes('"head"'))
      throw new Error(`Expected a whole audit log, got status ${response.status}.`);
    const requests = new Map<string, number>();
    for (const line of lines.slice(0, -1)) {
      const { record } = JSON.parse(line) as { readonly record: string };
      const { request } = JSON.parse(record) as { readonly request?: string };
      if (request !== undefined) requests.set(request, (requests.get(request) ?? 0) + 1);
    }
    return requests;
  }

  /** The acknowledged writes that the hub does not have. */
  async lost(acknowledged: readonly Acknowledged[]): Promise<string[]> {
    const lost: string[] = [];
    for (let from = 0; from < acknowledged.length; from += 40) {
      const some = acknowledged.slice(from, from + 40);
      const fields = some.map(({ write, code }, index) => `a${index}: ${write.field}(code: "${code}") { code }`);
      const { data, errors } = await this.ask(`{ ${fields.join(' ')} }`);
      if (errors) throw new Error(`Expected to find what was imported, got ${JSON.stringify(errors)}.`);
      some.forEach(({ write, code }, index) => {
        if (data[`a${index}`]?.code !== code) lost.push(`${write.organisation} ${code}`);
      });
    }
    return lost;
  }

  /** `hub …` of this hub's operator. */
  command(...args: string[]): ReturnType<typeof hub> {
    return hub([...args, '--port', String(this.premises.ports.get('gateway'))], { folder: this.folder });
  }

  /** `hub audit …`, with all keys that the gateway ever had. */
  audit(...args: string[]): ReturnType<typeof hub> {
    const key = this.premises.data.signingKeyOf('gateway');
    const files = [publicFileOf(key), `${key}.before.pub`].filter((file) => existsSync(file));
    return this.command('audit', ...args, ...files.flatMap((file) => ['--gateway-keys', file]));
  }

  /** Ends all of it, whatever state it is in. */
  async stop(): Promise<void> {
    for (const part of this.parts.values()) await part.kill();
    const { organisations: shared, audit, apart } = this.servers ?? {};
    await Promise.all([shared?.close(), audit?.close(), apart?.close()]);
  }

  async #startParts(codes: readonly string[], urls: ReadonlyMap<string, DatabaseUrls>): Promise<void> {
    const { premises } = this;
    for (const code of codes) {
      const part = this.#add(new OperatedPart(subgraphPart(code, premises)));
      part.environment['NODE_ENV'] = 'production';
    }
    this.#add(new OperatedPart(issuerPart(premises)));
    this.#addGateway('gateway', premises);
    await Promise.all(
      [...urls].map(([code, { owner }]) => this.part(code).run(['migrate'], { OWNER_DATABASE_URL: owner })),
    );
    const first = [...this.parts.values()].filter(({ name }) => name !== 'gateway');
    await Promise.all(first.map((part) => part.start()));
    await this.#import();
    await this.part('gateway').start();
    await this.signIn();
    // Its first answers take the time in which keys are agreed on with each subgraph.
    for (const { query, right } of questions) {
      let come: Awaited<ReturnType<OperatedHub['ask']>> = {};
      const isWhole = async () => (come = await this.ask(query)).errors === undefined;
      await until(isWhole, { what: 'an answer without errors', every: 100, seen: () => come });
      if (JSON.stringify(come.data) !== JSON.stringify(right))
        throw new Error(`Expected ${JSON.stringify(right)}, got ${JSON.stringify(come)}.`);
    }
  }

  async #import(): Promise<void> {
    const shipped = await this.command('load', 'movement', '--no-demo');
    if (shipped.exitCode !== 0) throw new Error(shipped.stderr);
    for (const [organisation, kind, csv] of imports) {
      const said = await this.import(organisation, kind, csv);
      const isIn = kind === 'group-members' ? said.includes('"written":15') : isAcknowledged(said);
      if (!isIn) throw new Error(`${organisation}: ${kind}: ${said}`);
    }
  }

  #addGateway(name: string, premises: Premises): OperatedPart {
    const part = gatewayPart(premises);
    const args = [...part.args, '--supergraph', this.supergraphFile];
    return this.#add(new OperatedPart({ ...part, name, args }));
  }

  #add(part: OperatedPart): OperatedPart {
    part.environment['CLOCK_FILE'] = this.clockFileOf(part.name);
    part.environment['NODE_OPTIONS'] = `--import ${clock}`;
    this.parts.set(part.name, part);
    return part;
  }
}

/** The codes of the organisations that keep records, movement first. */
export const organisations: readonly string[] = ['movement', ...knownOrganisations.map(({ code }) => code)];

async function openServers(apart: string | undefined): Promise<Servers | undefined> {
  if (postgresPrograms === undefined) return undefined;
  const [first, audit, own] = await Promise.all([
    PostgresServer.open(postgresPrograms),
    PostgresServer.open(postgresPrograms, { diskBytes: auditDiskBytes }),
    apart === undefined ? undefined : PostgresServer.open(postgresPrograms),
  ]);
  return { organisations: first, audit, apart: own };
}
